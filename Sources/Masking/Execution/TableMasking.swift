import Postgres

/// Replaces the rows of one table, in one transaction.
///
/// The new rows are made in one pass over the old ones. Those are then given up as a whole, with everything that was on
/// their pages, and the indexes are built once at the end. Tables stay the same objects: views, rights and so on do not notice.
struct TableMasking: Sendable {
    let plan: TablePlan
    let database: String
    let key: MaskingKey
    let failpoint: @Sendable (String) throws -> Void

    /// So few rows go into the indexes one by one.
    private static let fewRows = 1000

    func run(_ connection: Connection) async throws -> MaskedTable {
        let start = ContinuousClock.now
        let rows: Int
        do {
            try await connection.execute("BEGIN")
            try await setTriggers(connection) { _ in "DISABLE TRIGGER" }
            rows = try await replaceRows(connection)
            try await moveSequences(connection)
            try await setTriggers(connection) { $0 == "A" ? "ENABLE ALWAYS TRIGGER" : "ENABLE REPLICA TRIGGER" }
            try failpoint("uncommitted")
            try await connection.execute("COMMIT")
        } catch let error as PostgresError {
            throw MaskingError("table \(plan.table.qualifiedName) of database \(database) cannot be masked", error)
        }
        try failpoint("committed")
        return MaskedTable(
            database: database,
            table: plan.table.qualifiedName,
            rows: rows,
            seconds: (ContinuousClock.now - start) / .seconds(1),
            columns: plan.strategies
        )
    }

    private func replaceRows(_ connection: Connection) async throws -> Int {
        let name = try plan.table.sqlName
        guard !plan.isEmptied else {
            try await connection.execute("TRUNCATE ONLY \(name)")
            return 0
        }
        let copy = "\(MaskingFunctions.schema).copy_\(plan.table.id)"
        let statement = try TableStatement(plan, key: key)
        let rows = try await connection.affect("CREATE TABLE \(copy) AS \(statement.select)", statement.parameters)
        try failpoint("copied")
        try await connection.execute("TRUNCATE ONLY \(name)")
        try failpoint("truncated")
        let buildsIndexes = rows > Self.fewRows
        if buildsIndexes {
            // An index that is not ready is not written to; REINDEX makes it ready again.
            try await connection.affect("UPDATE pg_index SET indisready = false WHERE indrelid = \(plan.table.id)")
        }
        let columns = statement.columns.joined(separator: ", ")
        let count = try await connection.affect(
            "INSERT INTO \(name) (\(columns)) OVERRIDING SYSTEM VALUE SELECT \(columns) FROM \(copy)"
        )
        guard count == rows else {
            throw MaskingError("table \(plan.table.qualifiedName) has \(count) rows after masking, not \(rows)")
        }
        try failpoint("inserted")
        try await connection.execute("DROP TABLE \(copy)")
        if buildsIndexes { try await connection.execute("REINDEX TABLE \(name)") }
        return rows
    }

    /// The next number of a sequence must not be one that a row has got.
    private func moveSequences(_ connection: Connection) async throws {
        for mask in plan.masks where mask.rule.strategy == .permute {
            guard let sequence = mask.column.sequence else { continue }
            let column = try quoteIdentifier(mask.column.name)
            try await connection.affect(
                """
                SELECT setval(\(try quoteLiteral(sequence))::regclass, m) FROM
                (SELECT max(\(column))::bigint AS m FROM ONLY \(try plan.table.sqlName)) AS rows WHERE m > 0
                """
            )
        }
    }

    private func setTriggers(_ connection: Connection, _ words: (_ mode: String) -> String) async throws {
        for trigger in plan.table.stubbornTriggers {
            let name = try quoteIdentifier(trigger.name)
            try await connection.execute("ALTER TABLE \(try plan.table.sqlName) \(words(trigger.mode)) \(name)")
        }
    }
}

extension TablePlan {
    /// Strategies by columns, as reports show them.
    var strategies: [String: String] {
        var result: [String: String] = [:]
        for mask in masks {
            if mask.rule.strategy != .keep { result[mask.column.name] = mask.rule.strategy.rawValue }
            for path in mask.paths { result["\(mask.column.name).\(path.path ?? "")"] = path.strategy.rawValue }
        }
        if isEmptied { result["*"] = "truncate" }
        if rowsKept != nil { result["*"] = "rows" }
        return result
    }
}
