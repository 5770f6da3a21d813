import FoundationEssentials
import Postgres
import Runtime
import SystemPackage
import Tooling

/// Replays the log that came with the data to its end, and makes a primary of them, once for all clones.
package struct PromoteData: RetrievalStage {
    package let name = "promote"
    let restore: PhysicalRestoreOptions
    let configs: [String: Scalar]
    let settings: LogicalSettings
    /// Whether a standby has fetched all log already that these data need.
    let isOfReplica: Bool

    package init(
        _ restore: PhysicalRestoreOptions,
        configs: [String: Scalar],
        settings: LogicalSettings,
        isOfReplica: Bool = false
    ) {
        self.isOfReplica = isOfReplica
        self.restore = restore
        self.configs = configs
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        let server = try await TargetServer.existing(work, settings)
        let layout = PhysicalLayout(dataDirectory: work.dataDirectory, account: work.account)
        let control = try await ControlData(
            ofDataDirectory: work.dataDirectory,
            installation: server.installation,
            account: work.account
        )
        try layout.set(.end)
        let meter = ProgressMeter(stage: name, report: work.report)
        meter.say("replaying the log")
        try await start(server, control, work)
        try work.failpoint("recovering")
        let connection = try await server.connection()
        let replayedAt = try await Self.endOfRecovery(connection)
        // Without any transaction to replay, the data are as the last checkpoint left them.
        work.setDataStateAt(
            replayedAt ?? work.replayedAt ?? Date(timeIntervalSince1970: Double(control.checkpointTime))
        )
        try work.failpoint("promoted")
        try await PreparedTransactions(server: server, work: work).rollBack(connection)
        await connection.close()
    }

    /// A long log takes longer than a server may usually take to start.
    private func start(_ server: TargetServer, _ control: ControlData, _ work: RefreshWork) async throws {
        let settings = PhysicalSettings(control: control, major: server.installation.major).promotion(
            memory: Machine.memory,
            processors: Machine.processors,
            restoreCommand: try restoreCommand(work),
            configs: configs
        )
        let specification = ServerSpecification(
            id: work.server,
            dataDirectory: work.dataDirectory,
            port: work.port,
            settings: settings,
            environment: (restore.envs ?? [:]).mapValues(\.text)
        )
        while true {
            do { return try await work.runtime.start(specification) } catch let error as RuntimeError {
                guard error.code == .failedToStart, try await work.runtime.state(of: work.server) == .starting else {
                    throw EngineError(
                        .unavailable,
                        "the restored data do not start: \(error.message)",
                        detail: error.log.suffix(8).joined(separator: "; ")
                    )
                }
            }
        }
    }

    /// PostgreSQL wants one also where all log is there already.
    private func restoreCommand(_ work: RefreshWork) throws -> String {
        if isOfReplica { return "false" }
        return try BackupTool.make(restore, dataDirectory: work.dataDirectory, tablespaces: work.scratch)?
            .restoreCommand ?? "false"
    }

    /// Waits until all log that can be had is replayed, and the data are those of a primary.
    /// - Returns: when the last transaction that was replayed was committed.
    private static func endOfRecovery(_ connection: Connection) async throws -> Date? {
        while try await connection.query("SELECT pg_catalog.pg_is_in_recovery()") != [["f"]] {
            try await Task.sleep(for: .milliseconds(50))
        }
        let rows = try await connection.query(
            "SELECT extract(epoch FROM pg_catalog.pg_last_xact_replay_timestamp())::float8"
        )
        return rows.first?[0].flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0) }
    }
}
