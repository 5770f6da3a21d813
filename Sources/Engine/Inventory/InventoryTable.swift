import GRDB

/// The rows of one table by their place in it, of which only changed ones are read again.
struct InventoryTable<Row: FetchableRecord & TableRecord & Sendable>: Sendable {
    private var entries: [Int64: InventoryEntry<Row>] = [:]
    private(set) var sorted: [InventoryEntry<Row>] = []

    /// Beyond that many, one reading of all rows is faster than a look for each.
    private static var singleLooks: Int { 100 }

    /// Reads rows again; all of them if `changes` does not say which.
    mutating func read(
        _ changes: RowChanges.Rows,
        nextVersion: inout UInt64,
        in db: Database,
        before: (Row, Row) -> Bool
    ) throws {
        switch changes {
        case .some(let ids) where ids.isEmpty: return
        case .some(let ids) where ids.count <= Self.singleLooks:
            for id in ids { entries[id] = nil }
            let places = ids.map { _ in "?" }.joined(separator: ",")
            try insert(
                "WHERE rowid IN (\(places))",
                arguments: StatementArguments(ids.sorted()),
                nextVersion: &nextVersion,
                in: db
            )
        default:
            entries = [:]
            try insert("", arguments: [], nextVersion: &nextVersion, in: db)
        }
        sorted = entries.values.sorted { before($0.row, $1.row) }
    }

    private mutating func insert(
        _ condition: String,
        arguments: StatementArguments,
        nextVersion: inout UInt64,
        in db: Database
    ) throws {
        let sql = "SELECT rowid AS inventoryID, * FROM \(Row.databaseTableName) \(condition)"
        let rows = try GRDB.Row.fetchCursor(db, sql: sql, arguments: arguments)
        while let row = try rows.next() {
            nextVersion += 1
            entries[row["inventoryID"]] = InventoryEntry(row: try Row(row: row), version: nextVersion)
        }
    }
}
