import Postgres
package import Runtime
import SystemPackage

/// Looks at what goes on in a clone's server, without leaving what would pass for use.
package struct ActivityProbe: Sendable {
    let runtime: any PostgresRuntime
    let adminUser: @Sendable () -> String

    package init(runtime: any PostgresRuntime, adminUser: @escaping @Sendable () -> String) {
        self.runtime = runtime
        self.adminUser = adminUser
    }

    /// What can be seen of the use of a clone.
    /// - Throws: when it cannot be told; nothing may then be concluded.
    package func use(of clone: Clone) async throws -> Use {
        let server = try clone.server(revision: clone.revision)
        let connection = try await Connection(
            ConnectionParameters(
                host: runtime.socketDirectory(of: server).string,
                port: clone.port,
                user: adminUser(),
                // What goes on here is left out, but for open transactions: it is the engine itself, or its last look leaving.
                database: "template1",
                connectTimeout: 5,
                applicationName: "dblab engine",
                settings: ["search_path": "pg_catalog", "statement_timeout": "5s"]
            )
        )
        let rows = try await connection.query(try Self.query(serverVersion: connection.serverVersion))
        await connection.close()
        guard let row = rows.first, row.count == 3, let busy = row[0].flatMap({ Int($0) }) else {
            throw EngineError(.internalError, "no statistics of clone \"\(clone.id)\"")
        }
        return Use(isBusy: busy > 0, fingerprint: "\(clone.revision) \(row[1] ?? "") \(row[2] ?? "")")
    }

    /// Who works now, when sessions were last heard of, and what sessions that have ended did.
    ///
    /// A session in a transaction works, whatever it does; so does one whose state cannot be told. The numbers of
    /// transactions are of no use: autovacuum counts among them, sessions and their active time do not.
    private static func query(serverVersion: Int) throws -> String {
        guard serverVersion >= 140_000 else {
            throw EngineError(.unavailable, "PostgreSQL \(serverVersion / 10000) does not count sessions")
        }
        return """
            SELECT
                (SELECT count(*) FROM pg_stat_activity
                 WHERE pid <> pg_backend_pid()
                     AND (backend_type = 'walsender' OR backend_type = 'client backend' AND state IS DISTINCT FROM 'idle'))
                + (SELECT count(*) FROM pg_prepared_xacts),
                (SELECT count(*) || '/' || coalesce(max(state_change)::text, '') FROM pg_stat_activity
                 WHERE datname <> 'template1' AND backend_type = 'client backend'),
                (SELECT string_agg(datid || ':' || sessions || ':' || active_time, ' ' ORDER BY datid)
                 FROM pg_stat_database WHERE datname <> 'template1')
            """
    }
}
