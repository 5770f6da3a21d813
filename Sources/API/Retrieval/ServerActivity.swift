/// One running query.
public struct ServerActivity: Codable, Hashable, Sendable {
    /// Who runs it.
    public var user: String
    /// Its text.
    public var query: String
    /// Seconds since it started.
    @Lenient public var duration: Double
    /// What kind of thing it waits for.
    @Lenient public var waitEventType: String
    /// What it waits for.
    @Lenient public var waitEvent: String

    /// Creates the value field by field.
    public init(
        user: String,
        query: String,
        duration: Double = 0,
        waitEventType: String = "",
        waitEvent: String = ""
    ) {
        self.user = user
        self.query = query
        self.duration = duration
        self.waitEventType = waitEventType
        self.waitEvent = waitEvent
    }
}
