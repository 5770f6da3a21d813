import FoundationEssentials
import Postgres
import SystemPackage
import Tooling

/// Makes the data durable and stops the server cleanly, so that clones start without recovery.
package struct FinishData: RetrievalStage {
    package let name = "finish"
    let options: LogicalSnapshotOptions
    let settings: LogicalSettings
    /// The job whose options these are.
    let job: String
    /// Further variables of the script.
    let environment: [String: String]

    package init(
        _ options: LogicalSnapshotOptions,
        settings: LogicalSettings,
        job: String = "logicalSnapshot",
        environment: [String: String] = [:]
    ) {
        self.options = options
        self.settings = settings
        self.job = job
        self.environment = environment
    }

    package func run(_ work: RefreshWork) async throws {
        let server = try await TargetServer.existing(work, settings)
        try await server.start()
        let meter = ProgressMeter(stage: name, report: work.report)
        if !settings.keepsPasswords { try await server.removePasswords() }
        try work.failpoint("passwords")
        let clones = try await collectSettings(server, work)
        meter.say("checkpoint")
        try await forgetSettings(server)
        try await server.stop()
        try work.failpoint("stopped")
        meter.say("removing the log of before")
        try await removeLog(server, work)
        try work.failpoint("logRemoved")
        try await server.rehearse(clones)
        try work.failpoint("rehearsed")
        meter.say("writing to disk")
        try await runScript(work)
        // The server did not sync anything itself.
        try await Tool("sync", timeLimit: nil).run(["-f", work.dataDirectory.string])
        let control = try await ControlData(
            ofDataDirectory: work.dataDirectory,
            installation: server.installation,
            account: work.account
        )
        guard control.isCleanlyShutDown else {
            throw EngineError(.unavailable, "the restored server did not shut down cleanly (\(control.state.rawValue))")
        }
    }

    /// What was masked, or neutralised, is still in the log: old segments are used again without being cleared.
    private func removeLog(_ server: TargetServer, _ work: RefreshWork) async throws {
        let tool = Tool(
            server.installation.program("pg_resetwal").string,
            timeLimit: nil,
            account: work.account,
            workingDirectory: work.scratch
        )
        do { try await tool.run(["-D", work.dataDirectory.string]) } catch let failure as ToolFailure {
            throw EngineError(.unavailable, "the log cannot be made anew", detail: failure.shortDescription)
        }
    }

    /// Nothing that a dump or a query set for the whole cluster may outlive the restore.
    private func forgetSettings(_ server: TargetServer) async throws {
        let connection = try await server.connection(database: "template1")
        try await connection.execute("ALTER SYSTEM RESET ALL")
        try await connection.execute("CHECKPOINT")
        await connection.close()
    }

    /// What all clones of these data are to be run with, checked by the server that knows.
    /// - Returns: these with the operator's and our own.
    private func collectSettings(_ server: TargetServer, _ work: RefreshWork) async throws -> [String: String] {
        let connection = try await server.connection(database: "template1")
        let known = try await SettingsCatalog(from: connection)
        await connection.close()
        let wanted = (options.configs ?? [:]).mapValues(\.text)
        do {
            _ = try CloneConfiguration(name: "", common: wanted, catalog: known)
        } catch let error as SettingError {
            throw EngineError(.invalidArgument, "\(job).options.configs: \(error)")
        }
        work.addSettings(wanted)
        work.setSettingsCatalog(known)
        return CloneConfiguration.defaults.merging(settings.cloneSettings) { $1 }.merging(wanted) { $1 }
    }

    private func runScript(_ work: RefreshWork) async throws {
        guard let script = options.preprocessingScript, !script.isEmpty else { return }
        let tool = Tool(
            script,
            timeLimit: nil,
            environment: environment.merging(["PGDATA": work.dataDirectory.string]) { $1 },
            account: work.account,
            workingDirectory: work.dataDirectory
        )
        do { try await tool.run([]) } catch let failure as ToolFailure {
            throw EngineError(.failedPrecondition, "preprocessingScript failed", detail: failure.description)
        }
    }
}
