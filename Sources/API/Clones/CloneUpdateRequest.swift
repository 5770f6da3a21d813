/// The body of `PATCH /clone/{id}`; without `protected` it ends the protection.
public struct CloneUpdateRequest: Codable, Hashable, Sendable {
    /// Whether the clone is protected from now on.
    @Lenient public var protected: Bool
    /// Minutes of protection; 0 for no end; the server's default if absent.
    public var protectionDurationMinutes: Int?
    /// When to destroy it; empty for never; not in DBLab.
    public var deleteAt: Timestamp?

    /// Creates the value field by field.
    public init(
        protected: Bool,
        protectionDurationMinutes: Int? = nil,
        deleteAt: Timestamp? = nil
    ) {
        self.protected = protected
        self.protectionDurationMinutes = protectionDurationMinutes
        self.deleteAt = deleteAt
    }
}
