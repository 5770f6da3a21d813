package import FoundationEssentials
import GRDB
package import Storage

/// An immutable state of the golden data (or of a clone), from which clones are made.
package struct Snapshot: Codable, Equatable, Sendable, Identifiable {
    /// The name its users know it by: `<pool>@snapshot_<time of the data>`.
    package var id: String
    package var pool: String
    /// The dataset it was taken of, and its label there.
    package var dataset: String
    package var label: String
    package var branch: String
    /// The snapshot before it in the line.
    package var parent: Snapshot.ID?
    /// The snapshot that its data were made from; `nil` for golden ones.
    package var origin: Snapshot.ID?
    package var message: String
    package var createdAt: Date
    /// The moment of production that the data show.
    package var dataStateAt: Date
    /// Bytes of the files as a reader sees them.
    package var logicalSize: Int
    /// Bytes taken on disk.
    package var physicalSize: Int
    /// The major version of the PostgreSQL that wrote it.
    package var postgresVersion: Int
    /// What servers on these data are run with unless somebody says otherwise, such as the time zone.
    package var settings: [String: String]
    package var intent = Intent.present
    package var failure: String?
    /// Whose clone it was taken of; `nil` for nobody's.
    package var owner: String?
    package var isProtected = false
    package var protectedUntil: Date?
    package var deleteAt: Date?

    /// What is wanted of the snapshot.
    package enum Intent: String, Codable, Sendable, DatabaseValueConvertible { case present, absent }

    package init(
        id: String,
        pool: String,
        name: SnapshotName,
        branch: String = "main",
        parent: Snapshot.ID? = nil,
        message: String = "-",
        createdAt: Date,
        dataStateAt: Date,
        logicalSize: Int,
        physicalSize: Int,
        postgresVersion: Int,
        settings: [String: String] = [:]
    ) {
        self.id = id
        self.pool = pool
        dataset = name.dataset.description
        label = name.label.description
        self.branch = branch
        self.parent = parent
        self.message = message
        self.createdAt = createdAt
        self.dataStateAt = dataStateAt
        self.logicalSize = logicalSize
        self.physicalSize = physicalSize
        self.postgresVersion = postgresVersion
        self.settings = settings
    }
}

extension Snapshot: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "snapshot"
}

extension Snapshot {
    /// Its name in the storage driver.
    package var name: SnapshotName {
        get throws {
            guard let name = SnapshotName("\(dataset)@\(label)") else {
                throw EngineError(.internalError, "snapshot \(id) has the impossible name \(dataset)@\(label)")
            }
            return name
        }
    }

    /// Whether deleting it must be refused at `now`.
    package func isProtected(at now: Date) -> Bool {
        isProtected && protectedUntil.map { $0 > now } ?? true
    }
}
