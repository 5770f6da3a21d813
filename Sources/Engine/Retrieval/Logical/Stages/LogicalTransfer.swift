import FoundationEssentials
import Postgres
import SystemPackage
import Tooling

/// Dump and restore in one: schemas by `pg_dump` and `pg_restore`, rows streamed from server to server.
///
/// See docs/decisions/003-streaming-restore.md.
package struct LogicalTransfer: RetrievalStage {
    package let name = "restore"
    let dump: LogicalDumpOptions
    let restore: LogicalRestoreOptions
    let settings: LogicalSettings

    package init(dump: LogicalDumpOptions, restore: LogicalRestoreOptions, settings: LogicalSettings) {
        self.dump = dump
        self.restore = restore
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        let options = dump.customOptions ?? []
        try CustomOptions.check(options)
        try CustomOptions.check(rules.customOptions)
        let meter = ProgressMeter(stage: name, report: work.report)
        meter.say("looking at the source")
        let source = try await LogicalSource.open(
            dump.source ?? SourceOptions(),
            databases: dump.databases ?? DatabaseSelections(),
            settings: settings,
            work: work
        )
        do {
            try await transfer(source, work, meter)
        } catch {
            await source.release()
            throw error
        }
        await source.release()
    }

    private func transfer(_ source: LogicalSource, _ work: RefreshWork, _ meter: ProgressMeter) async throws {
        let installation = try await PostgresInstallation.forSource(
            major: source.globals.version / 10000,
            searchPaths: settings.searchPaths
        )
        let server = TargetServer(work: work, settings: settings, installation: installation)
        meter.say("making an empty cluster")
        try await server.create(like: source.globals.cluster, configs: configs)
        try work.failpoint("created")
        let globals = GlobalsRestore(server: server, globals: source.globals)
        try await globals.restoreRoles()
        try work.failpoint("roles")
        for database in source.databases {
            guard let snapshot = source.snapshots[database.name] else { continue }
            try await globals.createDatabase(database)
            let transfer = DatabaseTransfer(
                server: server,
                snapshot: snapshot,
                dump: dump,
                rules: rules,
                mayBeBinary: source.globals.version / 10000 == installation.major,
                meter: meter
            )
            try await transfer.run(source.globals)
            try work.failpoint("database")
        }
        try await globals.restoreStatements(databases: Set(source.snapshots.keys))
    }

    private var configs: [String: Scalar] {
        (dump.immediateRestore?.configs ?? [:]).merging(restore.configs ?? [:]) { _, second in second }
    }

    private var rules: Archive.Rules {
        Archive.Rules(
            jobs: restore.parallelJobs ?? dump.parallelJobs ?? Machine.processors,
            customOptions: (dump.immediateRestore?.customOptions ?? []) + (restore.customOptions ?? []),
            ignoresDataErrors: restore.ignoreErrors ?? dump.ignoreErrors ?? false,
            skipsPolicies: restore.skipPolicies ?? false
        )
    }
}
