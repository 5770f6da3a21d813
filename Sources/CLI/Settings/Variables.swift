import API
import Glibc

/// The process's environment variables.
struct Variables {
    /// A variable's value; `nil` if it is unset or empty.
    subscript(name: String) -> String? {
        guard let bytes = getenv(name) else { return nil }
        let value = String(cString: bytes)
        return value.isEmpty ? nil : value
    }

    /// A variable that is true or false.
    func bool(_ name: String) -> Bool? {
        self[name].map { ["1", "t", "true", "yes"].contains($0.lowercased()) }
    }

    /// A variable that is a duration.
    func duration(_ name: String) throws -> Duration? {
        try self[name].map { try GlobalOptions.duration($0, of: name) }
    }

    /// Text with every `${NAME}` replaced by that variable.
    /// - Throws: ``CommandError/failed(_:)`` for a variable that is not set.
    func expanded(_ text: String) throws -> String {
        var output = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            let name = String(rest[start.upperBound..<end])
            guard let value = self[name] else {
                throw CommandError.failed(
                    "the token in cli.yml needs the environment variable \(name), which is not set"
                )
            }
            output += rest[..<start.lowerBound] + value
            rest = rest[rest.index(after: end)...]
        }
        return output + rest
    }
}
