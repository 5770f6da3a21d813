import Postgres

extension TargetServer {
    /// Takes the passwords of all roles away, so that no clone carries one of production.
    func removePasswords() async throws {
        let connection = try await connection()
        let rows = try await connection.query("SELECT rolname FROM pg_authid WHERE rolpassword IS NOT NULL")
        for case let name? in rows.map({ $0[0] }) {
            try await connection.execute("ALTER ROLE \(try quoteIdentifier(name)) PASSWORD NULL")
            work.neutralize(Neutralization("role \(name)", "its password removed"))
        }
        // What was there before is still in the table's file.
        if !rows.isEmpty { try await connection.execute("VACUUM FULL pg_authid") }
        await connection.close()
    }

    /// Databases that may be entered.
    func databases() async throws -> [String] {
        let connection = try await connection(database: "template1")
        let rows = try await connection.query(
            "SELECT datname FROM pg_database WHERE datallowconn AND datname <> 'template1' ORDER BY 1"
        )
        await connection.close()
        return rows.compactMap { $0[0] }
    }
}
