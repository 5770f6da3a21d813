import GRDB

extension Catalog {
    /// The clones of each snapshot that has any, the newest first.
    package func cloneIDsBySnapshot() throws -> [Snapshot.ID: [Clone.ID]] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT snapshot, id FROM clone ORDER BY createdAt DESC, id")
            return Dictionary(grouping: rows) { $0["snapshot"] }.mapValues { $0.map { $0["id"] } }
        }
    }
}
