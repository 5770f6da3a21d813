package import FoundationEssentials
package import GRDB

/// A session in which somebody watches what happens in a clone.
package struct Observation: Codable, Equatable, Sendable, Identifiable {
    package var id: Int64?
    package var clone: Clone.ID
    /// Which clone of this name, in which state of its data.
    package var cloneUID: String
    package var revision: Int
    package var database: String
    package var settings: ObservationSettings
    package var tags: [String: String]
    package var state = State.starting
    package var startedAt: Date
    package var finishedAt: Date?
    package var sampledAt: Date?
    /// Whether the one who asked for the session says that the work in it failed.
    package var hasOverallError = false
    /// Why it ended, if not because somebody stopped it.
    package var ending: String?
    package var facts = ObservationFacts()
    /// The artifacts that were kept, in the order of their making.
    package var artifacts: [String] = []

    /// How far it is.
    package enum State: String, Codable, Sendable, DatabaseValueConvertible, CaseIterable {
        case starting, running, finishing, finished
    }

    package init(_ request: ObservationRequest, of clone: Clone, database: String, now: Date) {
        self.clone = clone.id
        cloneUID = clone.uid
        revision = clone.revision
        self.database = database
        settings = request.settings
        tags = request.tags
        startedAt = now
    }
}

extension Observation: FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "observation"

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}

extension Observation {
    /// What its events are about.
    package var subject: String { "observation:\(id ?? 0)" }

    /// The number that users know it by.
    package var number: Int64 { id ?? 0 }

    /// Seconds from its start to its end, or to `now` while it lasts.
    package func duration(now: Date) -> Double {
        max(0, (finishedAt ?? now).timeIntervalSince(startedAt))
    }
}
