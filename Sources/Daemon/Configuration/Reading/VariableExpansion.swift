/// Puts environment variables into a text.
struct VariableExpansion {
    let environment: [String: String]
    /// Whether `$NAME` counts as well as `${NAME}`.
    let allowsBareNames: Bool

    /// A variable that is named and not set.
    struct Unset: Error, Equatable {
        let name: String
    }

    /// - Throws: ``Unset``.
    func expand(_ text: String) throws -> String {
        var result = ""
        var rest = Substring(text)
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[dollar...].dropFirst()
            if let name = takeName(from: &rest) {
                guard let value = environment[name] else { throw Unset(name: name) }
                result += value
            } else {
                result += "$"
            }
        }
        return result + rest
    }

    private func takeName(from rest: inout Substring) -> String? {
        if rest.first == "{", let end = rest.firstIndex(of: "}") {
            let name = rest[..<end].dropFirst()
            guard Self.isName(name) else { return nil }
            rest = rest[end...].dropFirst()
            return String(name)
        }
        guard allowsBareNames else { return nil }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard Self.isName(name) else { return nil }
        rest = rest[name.endIndex...]
        return String(name)
    }

    private static func isName(_ text: Substring) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}
