import GRDB

/// What narrows a role further.
package struct AccessScope: Codable, Equatable, Sendable {
    /// Whether clones of others are not even seen.
    package var ownClonesOnly = false
    /// Whether clones may be made of masked snapshots only.
    package var maskedSnapshotsOnly = false
    /// Patterns of branches (`*` for anything) that clones and branches may be made in; none for all.
    package var branches: [String] = []

    package init(ownClonesOnly: Bool = false, maskedSnapshotsOnly: Bool = false, branches: [String] = []) {
        self.ownClonesOnly = ownClonesOnly
        self.maskedSnapshotsOnly = maskedSnapshotsOnly
        self.branches = branches
    }

    /// Whether it narrows nothing.
    package var isWhole: Bool { self == AccessScope() }

    /// Whether clones and branches may be made in a branch.
    package func allows(branch: String) -> Bool {
        branches.isEmpty || branches.contains { Self.matches(Array(branch.utf8)[...], Array($0.utf8)[...]) }
    }

    private static func matches(_ text: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
        let parts = pattern.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, parts.count > 1 else { return text == pattern }
        guard text.starts(with: first), text.count >= first.count + last.count, text.suffix(last.count) == last else {
            return false
        }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }
}

extension AccessScope: DatabaseValueConvertible {}
