/// What subscribers learn of a change to a clone.
struct CloneEventPayload: Encodable {
    var phase: Clone.Phase
    var revision: Int
    var port: Int
    var branch: String
    var snapshot: String
    var username: String
    var database: String
    var owner: String?
    var message: String?
    /// Why the engine itself did it, if it did.
    var reason: String?
    /// Of a clone that becomes ready, what has come to its end thereby; `nil` if its server was only started again.
    var outcome: Outcome?

    /// What a user asked for and has now.
    enum Outcome: String, Encodable { case created, reset }

    /// - Parameter before: the clone before the change.
    init(_ clone: Clone, before: Clone? = nil) {
        phase = clone.phase
        revision = clone.revision
        port = clone.port
        branch = clone.branch
        snapshot = clone.snapshot
        username = clone.username
        database = clone.database
        owner = clone.owner
        message = clone.failure?.message
        if let before, before.provisionedRevision < clone.provisionedRevision, clone.phase == .ready {
            outcome = before.isNew ? .created : .reset
        }
    }
}

/// What subscribers learn of a protection that ends, together with the facts of what it protects.
struct ExpiryEventPayload: Encodable {
    var protectedUntil: String?
    var expiresInHours: String?
    /// The clone, if it is one.
    var clone: CloneEventPayload?

    private enum CodingKeys: CodingKey { case protectedUntil, expiresInHours }

    func encode(to encoder: any Encoder) throws {
        try clone?.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(protectedUntil, forKey: .protectedUntil)
        try container.encodeIfPresent(expiresInHours, forKey: .expiresInHours)
    }
}
