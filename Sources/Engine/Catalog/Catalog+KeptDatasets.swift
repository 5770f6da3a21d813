import GRDB
import Storage

/// A dataset of a clone that is gone, kept for the snapshots in it.
struct KeptDataset: Codable, Sendable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "keptDataset"

    var pool: String
    var name: String
}

extension Catalog {
    /// Of the datasets of a clone's revisions, those that hold snapshots.
    func committedDatasets(of clone: Clone) throws -> Set<String> {
        try read { try Self.committedDatasets(of: clone, in: $0) }
    }

    private static func committedDatasets(of clone: Clone, in db: Database) throws -> Set<String> {
        let names = try (min(clone.removedThrough, clone.revision - 1) + 1...clone.revision).map {
            try clone.dataset(revision: $0).description
        }
        return try Set(
            Snapshot.filter(names.contains(Column("dataset")))
                .select(Column("dataset"), as: String.self).distinct().fetchAll(db)
        )
    }

    /// Hands datasets over from their clone to the snapshots in them.
    /// - Returns: whether all of them still hold any; else nothing is changed.
    static func keep(_ names: Set<String>, of clone: Clone, in db: Database) throws -> Bool {
        guard try names.isSubset(of: committedDatasets(of: clone, in: db)) else { return false }
        for name in names {
            guard let snapshot = try Snapshot.filter(Column("dataset") == name).fetchOne(db) else { return false }
            try KeptDataset(pool: snapshot.pool, name: name).upsert(db)
        }
        return true
    }

    /// Snapshots that are to be removed, of data made from those of another.
    func snapshotsToRemove(madeFrom origin: Snapshot.ID) throws -> [Snapshot.ID] {
        try read { db in
            try String.fetchAll(
                db,
                sql: "SELECT id FROM snapshot WHERE origin = ? AND intent = 'absent' AND id <> origin",
                arguments: [origin]
            )
        }
    }
}
