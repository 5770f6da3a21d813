package import Postgres
import Synchronization

/// Masks one database as planned.
package struct DatabaseMasking: Sendable {
    package let plan: MaskingPlan
    let key: MaskingKey
    /// What masks columns that the plan leaves to it.
    let anonymizer: AnonymizerExtension?
    let connect: @Sendable () async throws -> Connection
    let jobs: Int
    let failpoint: @Sendable (String) throws -> Void
    /// Told each table when it is done.
    let progress: @Sendable (MaskedTable) -> Void

    package init(
        _ plan: MaskingPlan,
        key: MaskingKey,
        anonymizer: AnonymizerExtension? = nil,
        jobs: Int,
        connect: @escaping @Sendable () async throws -> Connection,
        failpoint: @escaping @Sendable (String) throws -> Void = { _ in },
        progress: @escaping @Sendable (MaskedTable) -> Void = { _ in }
    ) {
        self.plan = plan
        self.key = key
        self.anonymizer = anonymizer
        self.jobs = max(jobs, 1)
        self.connect = connect
        self.failpoint = failpoint
        self.progress = progress
    }

    /// What was done.
    package struct Outcome: Sendable {
        package let tables: [MaskedTable]
        /// Old values of which none was found among the new ones.
        package let valuesLookedFor: Int
    }

    /// Makes the functions and masks some rows of each table without writing them.
    /// - Throws: ``MaskingError``; nothing has been touched then.
    package func rehearse() async throws {
        guard !plan.isEmpty else { return }
        let connection = try await connect()
        if try await connection.query("SELECT FROM pg_namespace WHERE nspname = '\(MaskingFunctions.schema)'").isEmpty {
            try await MaskingFunctions.create(connection)
        }
        try await anonymizer?.rehearse(connection)
        await connection.close()
        _ = try await forEachTable { table, connection in
            try await Rehearsal(plan: table, database: plan.database, key: key).run(connection)
        }
    }

    /// Replaces all rows; what is left of the old ones is gone afterwards, except for the log.
    /// - Throws: ``MaskingError``; the data are of no use then.
    package func run() async throws -> Outcome {
        guard !plan.isEmpty else { return Outcome(tables: [], valuesLookedFor: 0) }
        let connection = try await connect()
        let samples = try await samples()
        try await removeForeignKeys(connection)
        try failpoint("unbound")
        let labelled = try await anonymize(connection)
        let tables = try await forEachTable { table, connection in
            let masking = TableMasking(plan: table, database: plan.database, key: key, failpoint: failpoint)
            let masked = try await masking.run(connection)
            progress(masked)
            return masked
        }
        try await restoreForeignKeys(connection)
        try failpoint("bound")
        for refresh in plan.refreshes {
            try await attempt(refresh, connection) { try await connection.execute(refresh) }
        }
        try failpoint("refreshed")
        try await removeResidue(connection)
        try failpoint("cleaned")
        let valuesLookedFor = try await verify(samples)
        try await connection.execute(MaskingFunctions.removal)
        await connection.close()
        try failpoint("verified")
        return Outcome(tables: labelled + tables, valuesLookedFor: valuesLookedFor)
    }

    // MARK: Steps

    private func anonymize(_ connection: Connection) async throws -> [MaskedTable] {
        guard let anonymizer else { return [] }
        let tables = try await anonymizer.run(connection, database: plan.database)
        try failpoint("anonymized")
        return tables
    }

    private func removeForeignKeys(_ connection: Connection) async throws {
        for key in plan.foreignKeys {
            let sql = "ALTER TABLE \(plan.names[key.table] ?? "") DROP CONSTRAINT \(try quoteIdentifier(key.name))"
            try await attempt("foreign key \(key.name)", connection) { try await connection.execute(sql) }
        }
    }

    /// Making them checks them.
    private func restoreForeignKeys(_ connection: Connection) async throws {
        for key in plan.foreignKeys {
            let (table, name) = (plan.names[key.table] ?? "", try quoteIdentifier(key.name))
            var sql = "ALTER TABLE \(table) ADD CONSTRAINT \(name) \(key.definition)"
            if let comment = key.comment {
                sql += "; COMMENT ON CONSTRAINT \(name) ON \(table) IS \(try quoteLiteral(comment))"
            }
            try await attempt("foreign key \(key.name) after masking", connection) { [sql] in
                try await connection.execute(sql)
            }
        }
    }

    /// Statistics hold values, and so do the pages of large objects that are gone.
    private func removeResidue(_ connection: Connection) async throws {
        if plan.largeObjects == .remove {
            try await connection.affect("SELECT lo_unlink(oid) FROM pg_largeobject_metadata")
            try await connection.execute("VACUUM FULL pg_largeobject")
            try await connection.execute("VACUUM FULL pg_largeobject_metadata")
        }
        guard !plan.tables.isEmpty || anonymizer != nil else { return }
        for table in ["pg_statistic", "pg_statistic_ext_data"] {
            try await connection.execute("DELETE FROM \(table)")
            try await connection.execute("VACUUM FULL \(table)")
        }
        // Clones then need not mark rows as committed, which would cost them pages of their own.
        _ = try await forEachTable { table, connection in
            try await connection.execute("VACUUM (FREEZE) \(try table.table.sqlName)")
        }
    }

    private func attempt(_ what: String, _ connection: Connection, _ body: () async throws -> Void) async throws {
        do { try await body() } catch let error as PostgresError {
            throw MaskingError("\(what) of database \(plan.database) failed", error)
        }
    }
}

// MARK: All tables

/// Tables that nobody has taken yet.
private final class TableQueue: Sendable {
    private let tables: Mutex<[TablePlan]>

    init(_ tables: [TablePlan]) {
        self.tables = Mutex(tables.sorted { $0.table.estimatedRows < $1.table.estimatedRows })
    }

    /// The largest of them.
    func next() -> TablePlan? { tables.withLock { $0.popLast() } }
}

extension DatabaseMasking {
    /// Runs the body for all tables, the largest first, some at once.
    func forEachTable<Value: Sendable>(
        _ body: @escaping @Sendable (TablePlan, Connection) async throws -> Value
    ) async throws -> [Value] {
        let queue = TableQueue(plan.tables)
        return try await withThrowingTaskGroup(of: [Value].self) { group in
            for _ in 0..<min(jobs, max(plan.tables.count, 1)) {
                group.addTask {
                    let connection = try await connect()
                    var values: [Value] = []
                    while let table = queue.next() {
                        try Task.checkCancellation()
                        values.append(try await body(table, connection))
                    }
                    await connection.close()
                    return values
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private func samples() async throws -> [Int: [OldValues]] {
        let found = try await forEachTable { table, connection in
            (table.table.id, try await Rehearsal(plan: table, database: plan.database, key: key).samples(connection))
        }
        return Dictionary(found) { first, _ in first }.filter { !$0.value.isEmpty }
    }

    /// Looks for old values among the new ones.
    /// - Returns: how many were looked for.
    private func verify(_ samples: [Int: [OldValues]]) async throws -> Int {
        let counts = try await forEachTable { table, connection in
            guard let old = samples[table.table.id] else { return 0 }
            let counts = old.enumerated().map { number, values in
                "count(*) FILTER (WHERE hashtextextended(\(values.column)::text, 0) = ANY ($\(number + 1)::bigint[]))"
            }
            let rows = try await connection.query(
                "SELECT \(counts.joined(separator: ", ")) FROM ONLY \(try table.table.sqlName)",
                old.map { PostgresArray.text($0.hashes) }
            )
            for (values, count) in zip(old, rows.first ?? []) where count != "0" {
                throw MaskingError(
                    "\(table.table.qualifiedName).\(values.column) still has \(count ?? "some") values of before"
                )
            }
            return old.reduce(0) { $0 + $1.hashes.count }
        }
        return counts.reduce(0, +)
    }
}
