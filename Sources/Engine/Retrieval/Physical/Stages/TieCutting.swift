import Postgres

/// Removes from promoted data what would act for production, or wait for it.
struct TieCutting: Sendable {
    let server: TargetServer
    let work: RefreshWork

    func run(_ connection: Connection) async throws {
        try await rollBackPrepared(connection)
        try await dropSlots(connection)
        try await disableSubscriptions(connection)
    }

    /// Nobody here will ever decide about them, and their locks would stay.
    private func rollBackPrepared(_ connection: Connection) async throws {
        let rows = try await connection.query("SELECT gid, database FROM pg_catalog.pg_prepared_xacts")
        for row in rows {
            guard let gid = row[0], let name = row[1] else { continue }
            let session = try await server.connection(database: name)
            try await session.execute("ROLLBACK PREPARED \(try quoteLiteral(gid))")
            await session.close()
            work.leaveOut(
                Omission(object: "prepared transaction \(gid) (database \(name))", reason: "it was not committed yet")
            )
        }
    }

    private func dropSlots(_ connection: Connection) async throws {
        _ = try await connection.query(
            "SELECT pg_catalog.pg_drop_replication_slot(slot_name) FROM pg_catalog.pg_replication_slots WHERE NOT active"
        )
    }

    /// One that is enabled would draw from the publisher of production.
    private func disableSubscriptions(_ connection: Connection) async throws {
        let rows = try await connection.query(
            """
            SELECT d.datname, s.subname, s.subenabled FROM pg_catalog.pg_subscription s
                JOIN pg_catalog.pg_database d ON d.oid = s.subdbid ORDER BY 1, 2
            """
        )
        for row in rows {
            guard let database = row[0], let name = row[1] else { continue }
            let session = try await server.connection(database: database)
            let quoted = try quoteIdentifier(name)
            try await session.execute("ALTER SUBSCRIPTION \(quoted) DISABLE")
            try await session.execute("ALTER SUBSCRIPTION \(quoted) SET (slot_name = NONE)")
            await session.close()
            work.leaveOut(
                Omission(object: "subscription \(name) (database \(database))", reason: "it is disabled here")
            )
        }
    }
}
