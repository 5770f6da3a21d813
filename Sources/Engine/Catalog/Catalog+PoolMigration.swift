import GRDB

extension Catalog {
    /// The pools that clones have left.
    static func createFormerPools(_ db: Database) throws {
        try db.execute(sql: "ALTER TABLE clone ADD COLUMN formerPools TEXT")
    }
}
