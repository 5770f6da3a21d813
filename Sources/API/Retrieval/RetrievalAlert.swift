/// Something about the retrieval that needs attention.
public struct RetrievalAlert: Codable, Hashable, Sendable {
    /// `error` or `warning`.
    public var level: String
    /// What happened.
    public var message: String
    /// When it happened last.
    @Lenient public var lastSeen: Timestamp
    /// How often it happened.
    @Lenient public var count: Int

    /// Creates the value field by field.
    public init(
        level: String,
        message: String,
        lastSeen: Timestamp = .zero,
        count: Int = 1
    ) {
        self.level = level
        self.message = message
        self.lastSeen = lastSeen
        self.count = count
    }
}
