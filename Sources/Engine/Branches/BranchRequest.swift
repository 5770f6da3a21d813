/// A wish for a branch.
package struct BranchRequest: Sendable {
    package var name: String
    /// The branch to fork; its head, unless a snapshot is given.
    package var base: String
    /// The snapshot to fork at; wins over the branch.
    package var snapshot: Snapshot.ID
    /// Who it is to belong to.
    package var owner: String?

    package init(name: String, base: String = "", snapshot: Snapshot.ID = "") {
        self.name = name
        self.base = base
        self.snapshot = snapshot
    }

    /// - Throws: ``EngineError`` `invalidArgument` in DBLab's words.
    func check() throws {
        func refuse(_ message: String) -> EngineError { EngineError(.invalidArgument, message) }
        guard !name.isEmpty else { throw refuse("The branch name must not be empty") }
        guard name != base else { throw refuse("new and base branches must have different names") }
        guard Self.isValid(name) else {
            throw refuse(
                "The branch name must start with a letter, number, or underscore, and contain only letters, numbers, "
                    + "underscores, and hyphens. Spaces and slashes are not allowed"
            )
        }
        // `/branch/snapshot` is a route of its own.
        guard name != "snapshot" else { throw refuse("The branch name \"snapshot\" is reserved") }
        guard name.utf8.count <= 100 else { throw refuse("The branch name must not be longer than 100 characters") }
        guard !base.isEmpty || !snapshot.isEmpty else {
            throw refuse("either base branch name or base snapshot ID must be specified")
        }
    }

    static func isValid(_ name: String) -> Bool {
        func isWord(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
        }
        return name.utf8.first.map(isWord) ?? false && name.utf8.allSatisfy { isWord($0) || $0 == 45 }
    }
}
