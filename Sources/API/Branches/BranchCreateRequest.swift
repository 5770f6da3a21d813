/// The body of `POST /branch`.
public struct BranchCreateRequest: Codable, Hashable, Sendable {
    /// The new branch.
    public var branchName: String?
    /// The branch to fork at its head.
    public var baseBranch: String?
    /// The snapshot to fork at; wins over the branch.
    public var snapshotID: String?

    /// Creates the value field by field.
    public init(branchName: String? = nil, baseBranch: String? = nil, snapshotID: String? = nil) {
        self.branchName = branchName
        self.baseBranch = baseBranch
        self.snapshotID = snapshotID
    }
}

/// The answer to `POST /branch`.
public struct BranchName: Codable, Hashable, Sendable {
    /// The new branch.
    public var name: String

    /// Creates the value field by field.
    public init(name: String) {
        self.name = name
    }
}
