import Postgres

/// Looks whether every database lets a client in and its tables can be read.
package struct CheckData: RetrievalStage {
    package let name = "check"
    let settings: LogicalSettings

    package init(settings: LogicalSettings) { self.settings = settings }

    package func run(_ work: RefreshWork) async throws {
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        let databases = try await server.databases()
        let meter = ProgressMeter(stage: name, report: work.report)
        var tables = 0
        for database in databases {
            meter.say("database \(database)")
            let connection = try await server.connection(database: database)
            tables += try await check(connection, database)
            await connection.close()
        }
        guard !databases.isEmpty else {
            throw EngineError(.failedPrecondition, "the restored cluster has no database")
        }
        meter.say("\(tables) tables can be read")
    }

    /// Reads one row of each table: what the catalog promises must be on disk.
    private func check(_ connection: Connection, _ database: String) async throws -> Int {
        let rows = try await connection.query(
            """
            SELECT format('SELECT FROM %I.%I LIMIT 1', nspname, relname)
            FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
            WHERE relkind IN ('r', 'm') AND relispopulated AND nspname !~ '^pg_' AND nspname <> 'information_schema'
            """
        )
        for case let sql? in rows.map({ $0[0] }) {
            do { _ = try await connection.query(sql) } catch let error as PostgresError {
                throw EngineError(.unavailable, "check of database \(database): \(sql) failed: \(error)")
            }
        }
        return rows.count
    }
}
