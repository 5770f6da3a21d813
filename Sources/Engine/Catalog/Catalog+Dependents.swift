import GRDB

extension Catalog {
    /// All clones and all snapshots, also those that go, the newest first; of one moment.
    package func inventory() throws -> (clones: [Clone], snapshots: [Snapshot]) {
        try read { db in
            (
                try Clone.order(Column("createdAt").desc, Column("id")).fetchAll(db),
                try Snapshot.order(Column("createdAt").desc, Column("id").desc).fetchAll(db)
            )
        }
    }

    /// The clones of each snapshot that has any, the newest first.
    package func cloneIDsBySnapshot() throws -> [Snapshot.ID: [Clone.ID]] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT snapshot, id FROM clone ORDER BY createdAt DESC, id")
            return Dictionary(grouping: rows) { $0["snapshot"] }.mapValues { $0.map { $0["id"] } }
        }
    }
}
