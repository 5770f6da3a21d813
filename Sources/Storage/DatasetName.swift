/// The name of a dataset, unique within a pool and safe in paths and command lines.
package struct DatasetName: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    /// Returns `nil` unless `text` is 1–63 of `a–z 0–9 -`, starting with a letter or digit.
    package init?(_ text: String) {
        let allowed = text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
        guard (1...63).contains(text.utf8.count), allowed, text.utf8.first != 45 else { return nil }
        description = text
    }
}
