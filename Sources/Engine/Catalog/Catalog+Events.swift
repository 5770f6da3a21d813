import FoundationEssentials
import GRDB

extension Catalog {
    /// Events after the one numbered `id`, oldest first.
    package func events(after id: Int64 = 0, subject: String? = nil, limit: Int = 1000) throws -> [Event] {
        try read { db in
            var request = Event.filter(Column("id") > id)
            if let subject { request = request.filter(Column("subject") == subject) }
            return try request.order(Column("id")).limit(limit).fetchAll(db)
        }
    }

    /// Events before the one numbered `id`, the newest first.
    package func events(before id: Int64, subject: String? = nil, limit: Int) throws -> [Event] {
        try read { db in
            var request = Event.filter(Column("id") < id)
            if let subject { request = request.filter(Column("subject") == subject) }
            return try request.order(Column("id").desc).limit(limit).fetchAll(db)
        }
    }

    /// What the newest events tell of the number of clones and of their creations.
    package func cloneHistory(limit: Int = 5000) throws -> CloneHistory {
        try read { db in
            let request = Event.filter(CloneHistory.kinds.contains(Column("kind"))).order(Column("id").desc).limit(
                limit
            )
            return CloneHistory(events: try request.fetchAll(db).reversed(), present: try Clone.fetchCount(db))
        }
    }

    /// The number of the newest event; 0 if there is none.
    package func lastEventID() throws -> Int64 {
        try read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM event") ?? 0 }
    }

    /// Writes an event of its own, for what changes no row.
    package func append(_ kind: String, to subject: String, payload: [String: String] = [:]) throws {
        try write { try Self.append(kind, to: subject, payload: payload, in: $0) }
    }

    /// Writes an event in the transaction of the change that it tells of.
    static func append(
        _ kind: String,
        to subject: String,
        payload: some Encodable = NoPayload(),
        in db: Database
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var event = Event(
            subject: subject,
            kind: kind,
            payload: String(decoding: try encoder.encode(payload), as: UTF8.self)
        )
        try event.insert(db)
    }
}

/// The payload of an event that tells nothing but its kind: `{}`.
struct NoPayload: Encodable {}
