import FoundationEssentials

/// What a webhook is told of an event: DBLab's fields, and no others.
package struct WebhookMessage: Equatable, Sendable {
    package let trigger: WebhookTrigger
    /// The id of the clone or snapshot, or the name of the branch.
    package let entity: String
    private var clone: CloneFacts?
    /// Only of a protection that ends soon.
    private var protectedUntil: String?
    private var expiresInHours: Int?

    /// How to reach a clone.
    private struct CloneFacts: Equatable {
        var host: String
        var port: Int
        var username: String
        var database: String
        var owner: String?
    }

    /// The kinds of events that may have one.
    package static let kinds = [
        "clone.ready", "clone.deleted", "clone.protectionExpiring", "clone.protectionExpired", "snapshot.created",
        "snapshot.deleted", "branch.created", "branch.deleted",
    ]

    /// The message of an event; `nil` if it is none that webhooks are told of.
    /// - Parameter host: where clones are reached.
    package init?(_ event: Event, host: String) {
        let facts = (try? JSONDecoder().decode(Facts.self, from: Data(event.payload.utf8))) ?? Facts()
        guard let trigger = Self.trigger(event.kind, facts), let colon = event.subject.firstIndex(of: ":") else {
            return nil
        }
        self.trigger = trigger
        entity = String(event.subject[event.subject.index(after: colon)...])
        guard event.subject.hasPrefix("clone:") else { return }
        clone = CloneFacts(
            host: host,
            port: facts.port ?? 0,
            username: facts.username ?? "",
            database: facts.database ?? "",
            owner: trigger == .cloneCreate ? facts.owner : nil
        )
        guard trigger == .cloneProtectionExpiring else { return }
        protectedUntil = facts.protectedUntil
        expiresInHours = facts.expiresInHours.flatMap { Int($0) }
    }

    private static func trigger(_ kind: String, _ facts: Facts) -> WebhookTrigger? {
        switch kind {
        case "clone.ready" where facts.outcome == CloneEventPayload.Outcome.created.rawValue: .cloneCreate
        case "clone.ready" where facts.outcome == CloneEventPayload.Outcome.reset.rawValue: .cloneReset
        case "clone.deleted": .cloneDelete
        case "clone.protectionExpiring": .cloneProtectionExpiring
        case "clone.protectionExpired": .cloneProtectionExpired
        case "snapshot.created": .snapshotCreate
        case "snapshot.deleted": .snapshotDelete
        case "branch.created": .branchCreate
        case "branch.deleted": .branchDelete
        default: nil
        }
    }

    /// What payloads of events may say of it.
    private struct Facts: Decodable {
        var outcome: String?
        var port: Int?
        var username: String?
        var database: String?
        var owner: String?
        var protectedUntil: String?
        var expiresInHours: String?
    }
}

extension WebhookMessage: Encodable {
    private enum CodingKeys: String, CodingKey {
        case trigger = "event_type"
        case entity = "entity_id"
        case host, port, username
        case database = "dbname"
        case owner = "owner_user"
        case container = "container_name"
        case protectedUntil = "protected_till"
        case expiresInHours = "expires_in_hours"
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(trigger.rawValue, forKey: .trigger)
        try container.encode(entity, forKey: .entity)
        guard let clone else { return }
        try container.encode(clone.host, forKey: .host)
        try container.encode(clone.port, forKey: .port)
        try container.encode(clone.username, forKey: .username)
        try container.encode(clone.database, forKey: .database)
        try container.encodeIfPresent(clone.owner, forKey: .owner)
        // There are no containers; receivers that take this for an identity find the name that DBLab would give.
        try container.encode("dblab_clone_\(clone.port)", forKey: .container)
        try container.encodeIfPresent(protectedUntil, forKey: .protectedUntil)
        try container.encodeIfPresent(expiresInHours, forKey: .expiresInHours)
    }

    /// The JSON text that is sent and signed.
    package func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
