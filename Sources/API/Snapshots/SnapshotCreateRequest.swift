/// The body of `POST /snapshot`, or of `POST /snapshot/clone` when a clone is named.
public struct SnapshotCreateRequest: Codable, Hashable, Sendable {
    /// The pool; the first active one if absent.
    public var poolName: String?
    /// The clone to take the snapshot of.
    public var cloneID: String?
    /// What to say about it.
    public var message: String?

    /// Creates the value field by field.
    public init(
        poolName: String? = nil,
        cloneID: String? = nil,
        message: String? = nil
    ) {
        self.poolName = poolName
        self.cloneID = cloneID
        self.message = message
    }
}
