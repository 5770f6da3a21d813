/// One attempt to tell a receiver of an event; ours.
public struct WebhookDelivery: Codable, Hashable, Sendable {
    /// The number of the event, as in `GET /events`.
    public var event: Int64
    /// What happened, such as `clone_create`.
    public var eventType: String
    /// What it happened to.
    public var entityID: String
    /// When it was sent.
    public var at: Timestamp
    /// Seconds until the answer, or until there was none.
    public var duration: Double
    /// The HTTP status of the answer.
    public var status: Int?
    /// `delivered`, `failed` or `abandoned`.
    public var result: String
    /// Why it failed.
    public var message: String?

    private enum CodingKeys: String, CodingKey {
        case event
        case eventType = "event_type"
        case entityID = "entity_id"
        case at, duration, status, result, message
    }

    /// Creates the value field by field.
    public init(
        event: Int64,
        eventType: String,
        entityID: String,
        at: Timestamp,
        duration: Double,
        status: Int? = nil,
        result: String,
        message: String? = nil
    ) {
        self.event = event
        self.eventType = eventType
        self.entityID = entityID
        self.at = at
        self.duration = duration
        self.status = status
        self.result = result
        self.message = message
    }
}
