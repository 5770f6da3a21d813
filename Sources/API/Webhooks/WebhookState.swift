/// How a receiver of webhooks is doing; ours.
public struct WebhookState: Codable, Hashable, Sendable {
    /// Its address, without user and query.
    public var url: String
    /// What it is told of.
    public var trigger: [String]
    /// How many events wait for it.
    public var pending: Int
    /// How often it has failed since it last answered well.
    public var failures: Int
    /// When it is tried again after a failure.
    public var nextAttempt: Timestamp?
    /// The last attempts, the newest first.
    public var deliveries: [WebhookDelivery]

    /// Creates the value field by field.
    public init(
        url: String,
        trigger: [String],
        pending: Int,
        failures: Int,
        nextAttempt: Timestamp? = nil,
        deliveries: [WebhookDelivery] = []
    ) {
        self.url = url
        self.trigger = trigger
        self.pending = pending
        self.failures = failures
        self.nextAttempt = nextAttempt
        self.deliveries = deliveries
    }
}
