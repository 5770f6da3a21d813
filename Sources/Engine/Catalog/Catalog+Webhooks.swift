import FoundationEssentials
import GRDB

// Nobody waits for these changes: they wake no one, least of all the webhooks themselves.
extension Catalog {
    /// Attempts that are kept of each receiver.
    private static let deliveryLimit = 200

    /// Receivers that are new begin at the present; of those that are not there any more nothing stays.
    package func adoptWebhooks(_ urls: Set<String>) throws {
        try database.write { db in
            let known = try WebhookPosition.fetchAll(db).map(\.url)
            for url in known where !urls.contains(url) { try WebhookPosition.deleteOne(db, key: url) }
            for url in urls.subtracting(known) {
                let last = try Int64.fetchOne(db, sql: "SELECT max(id) FROM event") ?? 0
                try WebhookPosition(url: url, cursor: last).insert(db)
            }
        }
    }

    /// How far a receiver is; `nil` if there is none of this address.
    package func webhookPosition(_ url: String) throws -> WebhookPosition? {
        try read { try WebhookPosition.fetchOne($0, key: url) }
    }

    /// Events of these kinds after the one numbered `id`, oldest first, and the number up to which there are no others.
    func events(after id: Int64, kinds: [String], limit: Int) throws -> (events: [Event], through: Int64) {
        try read { db in
            let request = Event.filter(Column("id") > id && kinds.contains(Column("kind"))).order(Column("id"))
            let events = try request.limit(limit).fetchAll(db)
            guard events.count < limit else { return (events, events.last?.id ?? id) }
            return (events, try Int64.fetchOne(db, sql: "SELECT max(id) FROM event") ?? id)
        }
    }

    /// Writes down an attempt together with what follows of it.
    func record(_ delivery: WebhookDelivery, retryAt: Date?) throws {
        try database.write { db in
            guard var position = try WebhookPosition.fetchOne(db, key: delivery.url) else { return }
            var delivery = delivery
            try delivery.insert(db)
            position.failures = delivery.result == .delivered ? 0 : position.failures + 1
            position.retryAt = retryAt
            if delivery.result != .failed { position.cursor = max(position.cursor, delivery.event) }
            try position.update(db)
            try db.execute(
                sql: """
                    DELETE FROM webhookDelivery WHERE url = ?1 AND id <= (
                        SELECT id FROM webhookDelivery WHERE url = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2
                    )
                    """,
                arguments: [delivery.url, Self.deliveryLimit]
            )
        }
    }

    /// Writes down that a receiver wants nothing of the events up to one.
    func skipEvents(through id: Int64, for url: String) throws {
        try database.write { db in
            try db.execute(sql: "UPDATE webhook SET cursor = ? WHERE url = ? AND cursor < ?", arguments: [id, url, id])
        }
    }

    /// The last attempts at a receiver, the newest first.
    package func webhookDeliveries(to url: String, limit: Int) throws -> [WebhookDelivery] {
        try read { db in
            try WebhookDelivery.filter(Column("url") == url).order(Column("id").desc).limit(limit).fetchAll(db)
        }
    }

    /// How many events wait that a receiver wants to know of, among the next thousand.
    package func pendingEvents(of hook: Webhook) throws -> Int {
        guard let position = try webhookPosition(hook.url) else { return 0 }
        let (events, _) = try events(after: position.cursor, kinds: WebhookMessage.kinds, limit: 1000)
        return events.count { event in
            WebhookMessage(event, host: "").map { hook.triggers.contains($0.trigger) } ?? false
        }
    }
}
