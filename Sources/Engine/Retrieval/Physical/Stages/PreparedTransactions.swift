import Postgres

/// Transactions that were prepared in production when its data were copied.
struct PreparedTransactions: Sendable {
    let server: TargetServer
    let work: RefreshWork

    /// Rolls them back: nobody here will ever decide about them, and their locks would stay.
    func rollBack(_ connection: Connection) async throws {
        let rows = try await connection.query("SELECT gid, database FROM pg_prepared_xacts")
        for row in rows {
            let (gid, name) = (row.text(0), row.text(1))
            let session = try await server.connection(database: name)
            try await session.execute("ROLLBACK PREPARED \(try quoteLiteral(gid))")
            await session.close()
            work.leaveOut(
                Omission(object: "prepared transaction \(gid) (database \(name))", reason: "it was not committed yet")
            )
        }
    }
}
