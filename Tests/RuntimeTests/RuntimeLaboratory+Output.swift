import Postgres
import Runtime
import RuntimeConformance

extension RuntimeLaboratory {
    /// What a program says that a superuser of the server runs, its errors included; lines joined by spaces.
    func output(of command: String, in server: ServerSpecification) async throws -> String {
        let connection = try await connection(to: server)
        _ = try await connection.query("CREATE TEMPORARY TABLE said (line text)")
        _ = try await connection.query(
            "COPY said FROM PROGRAM $shell$(\(command)) 2>&1; true$shell$ (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')"
        )
        let rows = try await connection.query("SELECT coalesce(string_agg(line, ' '), '') FROM said")
        await connection.close()
        return (rows.first?.first ?? nil) ?? ""
    }
}
