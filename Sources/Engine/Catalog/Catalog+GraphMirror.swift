package import FoundationEssentials
import GRDB

extension Catalog {
    /// The tables whose rows are mirrored.
    static let mirroredTables: Set = [
        Branch.databaseTableName, Snapshot.databaseTableName, KeptDataset.databaseTableName,
    ]

    /// Tells a catalog from one that took its place.
    static func createIdentity(_ db: Database) throws {
        try db.execute(sql: "CREATE TABLE identity (id TEXT PRIMARY KEY) STRICT")
        try db.execute(sql: "INSERT INTO identity (id) VALUES (?)", arguments: [Identifier.random()])
    }

    /// What pools are to tell of branches and of the snapshots of clones.
    package func graphMirror(now: Date = Date()) throws -> GraphMirror {
        try read { db in
            var mirror = GraphMirror()
            mirror.catalog = try String.fetchOne(db, sql: "SELECT id FROM identity") ?? ""
            mirror.writtenAt = now
            mirror.branches = try Branch.order(Column("name")).fetchAll(db)
            mirror.snapshots = try Snapshot.filter(Column("origin") != nil).order(Column("id")).fetchAll(db)
            mirror.keptDatasets = try KeptDataset.order(Column("name")).fetchAll(db).map(\.name)
            return mirror
        }
    }
}
