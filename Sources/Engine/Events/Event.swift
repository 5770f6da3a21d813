package import FoundationEssentials
package import GRDB

/// Something that happened, as told to subscribers, webhooks and the audit trail alike.
package struct Event: Codable, Equatable, Sendable, Identifiable {
    /// Grows with time, never reused.
    package var id: Int64?
    package var at: Date
    /// What it is about: `clone:<id>`, `snapshot:<id>`, `refresh:<id>`.
    package var subject: String
    /// What happened, such as `clone.ready`.
    package var kind: String
    /// Further facts, a JSON object.
    package var payload: String

    package init(at: Date = Date(), subject: String, kind: String, payload: String = "{}") {
        self.at = at
        self.subject = subject
        self.kind = kind
        self.payload = payload
    }
}

extension Event: FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "event"

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}
