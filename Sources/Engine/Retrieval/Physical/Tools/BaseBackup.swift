package import Postgres
package import SystemPackage

/// A copy of a running server by `pg_basebackup`, with the log written meanwhile.
package struct BaseBackup: Sendable {
    package var parameters: ConnectionParameters
    package var options: BaseBackupOptions
    package var survey: PrimarySurvey

    package init(parameters: ConnectionParameters, options: BaseBackupOptions, survey: PrimarySurvey) {
        self.parameters = parameters
        self.options = options
        self.survey = survey
    }

    /// The program's arguments; the password is in its environment.
    package func arguments(dataDirectory: FilePath) -> [String] {
        var result = [
            "--pgdata=\(dataDirectory)", "--format=plain", "--wal-method=stream", "--no-sync", "--no-password",
            "--checkpoint=\(options.checkpoint ?? "spread")", "--label=dblab",
        ]
        if let rate = options.maxRate, !rate.isEmpty { result.append("--max-rate=\(rate)") }
        if let slot = options.slot, !slot.isEmpty { result.append("--slot=\(slot)") }
        for (number, place) in survey.tablespaces.sorted(by: { $0.key < $1.key }) {
            let new = PhysicalLayout.tablespace(number, in: dataDirectory).string
            result.append("--tablespace-mapping=\(Self.escaping(place))=\(Self.escaping(new))")
        }
        return result + ["--dbname=\(parameters.conninfo)"]
    }

    private static func escaping(_ path: String) -> String { path.replacing("=", with: "\\=") }

    /// Makes the slot that was asked for, unless it is there, before anything is copied.
    package func prepareSlot() async throws {
        guard let slot = options.slot, !slot.isEmpty else { return }
        try survey.checkSlot(slot)
        guard !survey.slots.contains(slot) else { return }
        let connection = try await Connection(parameters)
        _ = try await connection.query("SELECT pg_catalog.pg_create_physical_replication_slot($1, true)", [slot])
        await connection.close()
    }
}
