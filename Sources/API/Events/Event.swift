/// One thing that happened in the engine.
public struct Event: Codable, Hashable, Sendable {
    /// Grows with every event; the `id:` of its SSE frame.
    public var id: Int64
    /// When it happened.
    public var at: Timestamp
    /// What it is about, such as `clone:testclone`.
    public var subject: String
    /// What happened.
    public var kind: Kind
    /// Details, a JSON object.
    public var payload: JSONValue

    /// Creates the value field by field.
    public init(
        id: Int64,
        at: Timestamp,
        subject: String,
        kind: Kind,
        payload: JSONValue = [:]
    ) {
        self.id = id
        self.at = at
        self.subject = subject
        self.kind = kind
        self.payload = payload
    }
}
