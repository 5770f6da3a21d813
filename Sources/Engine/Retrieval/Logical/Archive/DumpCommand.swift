import Postgres
import SystemPackage
import Tooling

/// One run of `pg_dump` for one database of the source.
struct DumpCommand: Sendable {
    let installation: PostgresInstallation
    let snapshot: SourceSnapshot
    let account: Account?
    var jobs = 1
    var customOptions: [String] = []
    var selection = DatabaseSelection()
    var unreadable = SourceTables.Unreadable()
    /// Tables whose rows go another way.
    var streamed: [SourceTable] = []
    /// Whether the archive is read at once on this machine.
    var isTransient = true

    /// Dumps into a directory that does not exist yet.
    /// - Throws: ``EngineError`` with `pg_dump`'s own words; passwords are passed by the environment only.
    func run(into directory: FilePath) async throws {
        let tool = Tool(
            installation.program("pg_dump").string,
            timeLimit: nil,
            // The engine's own home is closed to the account; libpq would stumble over it.
            environment: snapshot.parameters.environment.merging(["HOME": "/"]) { $1 },
            account: account,
            workingDirectory: "/"
        )
        do {
            try await tool.run(try arguments(into: directory))
        } catch let failure as ToolFailure {
            throw EngineError(
                .unavailable,
                "dumping database \(snapshot.parameters.database) failed",
                detail: failure.shortDescription
            )
        }
    }

    func arguments(into directory: FilePath) throws -> [String] {
        var result = [
            "--dbname=\(snapshot.parameters.conninfo)", "-Fd", "-f", directory.string, "--no-password", "--no-sync",
            "--no-tablespaces",
        ]
        if jobs > 1 { result.append("--jobs=\(jobs)") }
        // What is read once on the same machine is not worth packing.
        if isTransient { result.append("--compress=0") }
        if let identifier = snapshot.identifier { result.append("--snapshot=\(identifier)") }
        if unreadable.hasLargeObjects { result.append("--no-blobs") }
        result += selection.tables?.map { "--table=\($0)" } ?? []
        result += selection.excludeTables?.map { "--exclude-table=\($0)" } ?? []
        result += unreadable.schemas.map { "--exclude-schema=\($0)" }
        result += unreadable.tables.map { "--exclude-table=\($0)" }
        result += unreadable.tableData.map { "--exclude-table-data=\($0)" }
        result += try streamed.map { "--exclude-table-data=\(try $0.qualifiedName)" }
        return result + customOptions
    }
}
