/// The body of `PATCH /snapshot/{id}`.
public struct SnapshotUpdate: Codable, Hashable, Sendable {
    /// Whether it is protected from now on.
    public var protected: Bool?
    /// Minutes of protection; 0 for no end.
    public var protectionDurationMinutes: Int?
    /// When to remove it; empty for never.
    public var deleteAt: Timestamp?

    /// Creates the value field by field.
    public init(
        protected: Bool? = nil,
        protectionDurationMinutes: Int? = nil,
        deleteAt: Timestamp? = nil
    ) {
        self.protected = protected
        self.protectionDurationMinutes = protectionDurationMinutes
        self.deleteAt = deleteAt
    }
}
