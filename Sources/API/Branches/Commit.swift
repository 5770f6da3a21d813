/// The body of `POST /branch/snapshot` and `POST /snapshot/clone`.
public struct CommitRequest: Codable, Hashable, Sendable {
    /// The clone to take the snapshot of.
    public var cloneID: String?
    /// What to say about it.
    public var message: String?

    /// Creates the value field by field.
    public init(cloneID: String? = nil, message: String? = nil) {
        self.cloneID = cloneID
        self.message = message
    }
}

/// The answer to `POST /branch/snapshot`.
public struct Commit: Codable, Hashable, Sendable {
    /// The new snapshot.
    public var snapshotID: String

    /// Creates the value field by field.
    public init(snapshotID: String) {
        self.snapshotID = snapshotID
    }
}
