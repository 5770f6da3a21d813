/// The name of a server, unique within a runtime and safe in paths: 1–63 of `a–z 0–9 -`.
package struct ServerID: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init?(_ text: String) {
        let allowed = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...63).contains(text.utf8.count), allowed, text.utf8.first != 45 else { return nil }
        description = text
    }
}
