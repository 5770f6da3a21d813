import FoundationEssentials
import Postgres
import SystemPackage
import Tooling

/// Copies the files of production into the new dataset.
package struct PhysicalRestore: RetrievalStage {
    package let name = "restore"
    let options: PhysicalRestoreOptions
    let settings: LogicalSettings
    /// Makes production keep the log for the standby that these data become; nobody else would ever use it.
    package var slot: String?

    package init(_ options: PhysicalRestoreOptions, settings: LogicalSettings) {
        self.options = options
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        if let tool = try tool(work) { try await fetch(by: tool, work) } else { try await copy(work) }
        try work.failpoint("copied")
        let layout = PhysicalLayout(dataDirectory: work.dataDirectory, account: work.account)
        try await checkWhole(work)
        if (options.tool ?? .pgBasebackup) != .pgBasebackup {
            work.addSettings(InheritedSettings.read(of: work.dataDirectory))
        }
        try layout.tidy()
        try work.failpoint("tidied")
    }

    private func tool(_ work: RefreshWork) throws -> BackupTool? {
        let tablespaces = work.scratch.appending("tablespaces")
        try PrivateFile.makeDirectory(tablespaces, account: work.account)
        return try BackupTool.make(options, dataDirectory: work.dataDirectory, tablespaces: tablespaces)
    }

    private func fetch(by tool: BackupTool, _ work: RefreshWork) async throws {
        let meter = ProgressMeter(stage: name, report: work.report)
        let program = tool.restore.program
        meter.say(program)
        try await run(tool.restore, meter, work)
    }

    private func copy(_ work: RefreshWork) async throws {
        let parameters = try sourceParameters()
        let survey = try await PrimarySurvey(of: parameters)
        work.addSettings(survey.settings)
        var wanted = options.pgBasebackup ?? BaseBackupOptions()
        wanted.slot = slot
        let backup = BaseBackup(parameters: parameters, options: wanted, survey: survey)
        try await backup.prepareSlot()
        try work.failpoint("slot")
        let installation = try await PostgresInstallation.find(major: survey.major, searchPaths: settings.searchPaths)
        let bytes = survey.databases.values.reduce(0, +)
        let meter = ProgressMeter(stage: name, bytes: bytes, report: work.report)
        meter.say("pg_basebackup")
        let command = CommandLine(
            installation.program("pg_basebackup").string,
            backup.arguments(dataDirectory: work.dataDirectory),
            environment: parameters.environment
        )
        try await run(command, meter, work)
    }

    private func run(_ command: CommandLine, _ meter: ProgressMeter, _ work: RefreshWork) async throws {
        let tool = command.tool(account: work.account, workingDirectory: work.scratch)
        do {
            var growth = DirectoryGrowth(directory: work.dataDirectory, meter: meter)
            growth.size = { TreeSize(of: $0).logical }
            try await growth.watching { try await tool.run(command.arguments) }
        } catch let failure as ToolFailure {
            throw EngineError(
                .unavailable,
                "\(FilePath(command.program).lastComponent?.string ?? command.program) failed",
                detail: failure.shortDescription
            )
        }
    }

    private func checkWhole(_ work: RefreshWork) async throws {
        do {
            _ = try PostgresInstallation.majorVersion(ofDataDirectory: work.dataDirectory)
        } catch {
            throw EngineError(
                .failedPrecondition,
                "the restore left no data directory of PostgreSQL in \(work.dataDirectory)",
                hint: "The tool must fill $PGDATA itself, not a directory in it."
            )
        }
    }
}

extension PhysicalRestore: SourceReading, SpaceEstimating {
    func sourceParameters() throws -> ConnectionParameters {
        try (options.source ?? SourceOptions()).parameters(environment: settings.environment)
    }

    package func spaceNeed() async throws -> SpaceNeed {
        guard (options.tool ?? .pgBasebackup) == .pgBasebackup else { return SpaceNeed(databases: [:]) }
        var parameters = try sourceParameters()
        parameters.connectTimeout = min(parameters.connectTimeout, 5)
        return SpaceNeed(databases: try await PrimarySurvey(of: parameters).databases)
    }
}
