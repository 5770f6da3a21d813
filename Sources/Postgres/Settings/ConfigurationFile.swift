/// The text of a `postgresql.conf`.
package struct ConfigurationFile: Hashable, Sendable {
    /// Settings by name.
    package var settings: [String: String]

    package init(_ settings: [String: String]) {
        self.settings = settings
    }

    /// One line per setting, sorted by name.
    /// - Throws: ``PostgresError`` if a name or a value cannot stand in the file.
    package func text() throws -> String {
        try settings.sorted { $0.key < $1.key }.map { name, value in
            try Self.checkName(name)
            return "\(name) = \(try Self.quote(value, of: name))\n"
        }.joined()
    }

    /// - Throws: ``PostgresError`` unless it is a name, such as `work_mem` or `auto_explain.log_min_duration`.
    package static func checkName(_ name: String) throws {
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isName = parts.allSatisfy { part in
            guard let first = part.first, isLetter(first) else { return false }
            return part.allSatisfy { isLetter($0) || (48...57).contains($0) || $0 == UInt8(ascii: "$") }
        }
        guard (1...2).contains(parts.count), isName, name.utf8.count < 128 else {
            throw PostgresError("“\(name.prefix(64))” is not the name of a PostgreSQL setting.")
        }
    }

    /// The value in single quotes; its line cannot be left.
    private static func quote(_ value: String, of name: String) throws -> String {
        guard value.utf8.allSatisfy({ $0 >= 32 || $0 == 9 }) else {
            throw PostgresError("The value of \(name) must be a single line of text.")
        }
        guard value.utf8.count <= 16384 else { throw PostgresError("The value of \(name) is too long.") }
        var result = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            if scalar == "'" || scalar == "\\" { result.append(scalar) }
            result.append(scalar)
        }
        return "'\(String(result))'"
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (97...122).contains(byte) || (65...90).contains(byte) || byte == UInt8(ascii: "_")
    }
}
