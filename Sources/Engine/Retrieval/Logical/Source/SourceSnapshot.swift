import FoundationEssentials
import Postgres

/// One moment of one database of the source, held open so that all readers see the same.
struct SourceSnapshot: Sendable {
    /// Keeps the moment alive; closed by ``release()``.
    let connection: Connection
    let parameters: ConnectionParameters
    /// What readers pass to `SET TRANSACTION SNAPSHOT`; `nil` where the source cannot share a moment.
    let identifier: String?
    /// On the source's own clock.
    let takenAt: Date

    /// Takes the moment.
    init(of parameters: ConnectionParameters) async throws {
        self.parameters = parameters
        connection = try await Connection(parameters)
        try await connection.execute(Self.sessionSettings)
        try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        do {
            let row = try await connection.query(
                "SELECT pg_catalog.pg_export_snapshot(), EXTRACT(EPOCH FROM pg_catalog.statement_timestamp())::float8"
            )
            identifier = row.first?.first ?? nil
            takenAt = Self.date(row.first?.last ?? nil)
        } catch let error as PostgresError where !error.isConnectionFailure && !error.isCancellation {
            try await connection.execute("ROLLBACK")
            try await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            let row = try await connection.query(
                "SELECT EXTRACT(EPOCH FROM pg_catalog.statement_timestamp())::float8"
            )
            identifier = nil
            takenAt = Self.date(row.first?.first ?? nil)
        }
    }

    /// Lets the moment go.
    func release() async { await connection.close() }

    /// A further connection that sees the same moment.
    func reader() async throws -> Connection {
        let reader = try await Connection(parameters)
        try await reader.execute(Self.sessionSettings)
        try await reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        if let identifier { try await reader.execute("SET TRANSACTION SNAPSHOT \(try quoteLiteral(identifier))") }
        return reader
    }

    private static func date(_ text: String?) -> Date {
        text.flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) } ?? Date()
    }

    /// What makes text the same on both sides, and keeps time limits meant for applications away.
    static let sessionSettings = """
        SET search_path = pg_catalog; SET statement_timeout = 0; SET lock_timeout = 0;
        SET idle_in_transaction_session_timeout = 0; SET row_security = off; SET synchronize_seqscans = off;
        SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3; SET bytea_output = 'hex';
        SET standard_conforming_strings = on; SET TimeZone = 'UTC'
        """
}
