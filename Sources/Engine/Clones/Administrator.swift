import Postgres
import SystemPackage

/// The engine's own way into a server: its superuser, over the closed Unix socket.
struct Administrator: Sendable {
    var socketDirectory: FilePath
    var port: Int
    var user: String
    var database: String

    /// Runs `body` with a connection to a database, its own by default.
    func connected<Value: Sendable>(
        to database: String? = nil,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await Connection(
            ConnectionParameters(
                host: socketDirectory.string,
                port: port,
                user: user,
                database: database ?? self.database,
                applicationName: "dblab engine",
                // What the engine writes can be written again; the first commit of a user makes it durable as well.
                settings: ["search_path": "pg_catalog", "synchronous_commit": "off"]
            )
        )
        // The session's end takes the server 2 ms, for which nobody needs to wait.
        defer { Task { await connection.close() } }
        return try await body(connection)
    }
}
