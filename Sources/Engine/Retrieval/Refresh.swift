package import FoundationEssentials
package import GRDB

/// One run of retrieval stages that ends in a new snapshot.
package struct Refresh: Codable, Equatable, Sendable, Identifiable {
    package var id: Int64?
    /// Our name for it on disk.
    package var uid: String
    package var pool: String
    package var state: State
    package var stage: String
    package var attempts: Int
    package var progress: RefreshProgress
    package var report: RefreshReport
    package var failure: String?
    package var startedAt: Date
    package var finishedAt: Date?
    package var dataStateAt: Date?
    /// The snapshot that it ended in.
    package var snapshot: Snapshot.ID?
    /// Whether nothing of a failed run is left on the machine.
    package var isCleared: Bool
    /// Whether production is copied anew also where a standby has its data.
    package var isFull: Bool
    /// The standby that it made, or began with.
    package var replica: String?
    /// Which transactions the standby showed then.
    package var visible: String?
    /// The standby's position in the log.
    package var position: String?

    /// What became of the run.
    package enum State: String, Codable, Sendable, DatabaseValueConvertible {
        case running, finished, failed, cancelled
        /// The engine went away in the middle.
        case interrupted
    }

    package init(pool: String, attempts: Int, isFull: Bool = true, startedAt: Date = Date()) {
        uid = Identifier.random(length: 12)
        self.pool = pool
        state = .running
        stage = "start"
        self.attempts = attempts
        progress = RefreshProgress(stage: "start", at: startedAt)
        report = RefreshReport()
        self.startedAt = startedAt
        isCleared = false
        self.isFull = isFull
    }
}

extension Refresh: FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "refresh"

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}
