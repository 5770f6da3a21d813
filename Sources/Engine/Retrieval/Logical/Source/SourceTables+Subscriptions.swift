import Postgres

extension SourceTables {
    /// Subscriptions, all of which are left out; `pg_dump` itself says nothing of those that it may not read.
    func subscriptions() async throws -> [Omission] {
        let rows = try await snapshot.connection.query(
            """
            SELECT s.subname FROM pg_catalog.pg_subscription s JOIN pg_catalog.pg_database d ON d.oid = s.subdbid
            WHERE d.datname = pg_catalog.current_database() ORDER BY 1
            """
        )
        return rows.compactMap { $0[0] }.map {
            Omission(object: "subscription \($0)", reason: "a clone must not subscribe to a publisher of production")
        }
    }
}
