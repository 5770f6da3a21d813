package import FoundationEssentials
package import GRDB
package import Runtime
package import Storage

/// A standby of production that follows it, and of which snapshots are taken.
package struct Replica: Codable, Equatable, Sendable, Identifiable {
    package var id: Int64?
    /// Our name for it on disk.
    package var uid: String
    package var pool: String
    package var intent = Intent.running
    /// Whether its data were copied to the end.
    package var isRestored = false
    package var phase = Phase.restoring
    package var failure: CloneFailure?
    /// The replication slot of ours at the source.
    package var slot: String?
    /// What servers on its data are run with unless somebody says otherwise.
    package var settings: [String: String] = [:]
    /// Stands for the configuration that its server was started with.
    package var fingerprint = ""
    /// Whether snapshots of it may be left that refreshes began with.
    package var hasSnapshots = false
    package var createdAt: Date

    /// What is wanted of it.
    package enum Intent: String, Codable, Sendable, DatabaseValueConvertible { case running, absent }

    /// What users see of it.
    package enum Phase: String, Codable, Sendable, DatabaseValueConvertible {
        case restoring, starting, running
        /// It can never follow again: another takes its place.
        case broken
        case removing
    }

    package init(pool: String, slot: String? = nil, createdAt: Date = Date()) {
        let uid = Identifier.random(length: 12)
        self.uid = uid
        self.pool = pool
        self.slot = slot.map { "\($0)_\(uid)" }
        self.createdAt = createdAt
    }
}

extension Replica: FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "replica"

    package mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}

extension Replica {
    /// What its events are about.
    package var subject: String { "replica:\(id ?? 0)" }

    /// The dataset that it lives in.
    package var dataset: DatasetName {
        get throws {
            guard let name = DatasetName("sync-\(uid)") else { throw impossible }
            return name
        }
    }

    /// Its server.
    package var server: ServerID {
        get throws {
            guard let name = ServerID("sync-\(uid)") else { throw impossible }
            return name
        }
    }

    /// The state of it that a refresh begins with.
    package func snapshot(for refresh: Refresh) throws -> SnapshotName {
        guard let label = DatasetName("pre-\(refresh.uid)") else { throw impossible }
        return SnapshotName(label, of: try dataset)
    }

    private var impossible: EngineError {
        EngineError(.internalError, "replica \(id ?? 0) has the impossible uid \(uid)")
    }
}
