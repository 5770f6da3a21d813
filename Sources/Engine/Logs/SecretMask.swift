/// Hides secrets in texts that are shown to people: those that are known, and what looks like one.
package struct SecretMask: Sendable, Equatable {
    /// What stands for a secret.
    package static let stars = "***"
    /// Shorter ones would blot out ordinary words.
    private static let shortest = 4

    private let secrets: [String]

    package init(_ secrets: [String] = []) {
        // Longer ones first: one may be a part of another.
        self.secrets = Set(secrets.filter { $0.utf8.count >= Self.shortest }).sorted {
            ($1.utf8.count, $0) < ($0.utf8.count, $1)
        }
    }

    /// The text without secrets.
    package func masked(_ text: String) -> String {
        let known = secrets.reduce(text) { $0.contains($1) ? $0.replacing($1, with: Self.stars) : $0 }
        return Self.maskingPatterns(known)
    }

    /// Passwords in URLs and connection strings, and SCRAM verifiers.
    private static func maskingPatterns(_ text: String) -> String {
        var text = text
        if text.contains("://") { text = text.replacing(#/(:\/\/[^\/\s:@]*:)[^\/\s@]+@/#) { "\($0.1)\(stars)@" } }
        let lowercased = text.lowercased()
        if ["passw", "secret", "token"].contains(where: { lowercased.contains($0) }) {
            text = text.replacing(
                #/((?i:passw(?:or)?d|secret|token)["']?\s*[=:]\s*)('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s'",;]+)/#
            ) {
                "\($0.1)\(stars)"
            }
        }
        if text.contains("SCRAM-SHA-256$") {
            text = text.replacing(#/SCRAM-SHA-256\$\S+/#, with: "SCRAM-SHA-256$\(stars)")
        }
        return text
    }
}
