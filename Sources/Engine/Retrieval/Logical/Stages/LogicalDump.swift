import FoundationEssentials
import Postgres
import SystemPackage

/// Dumps databases of the source into a directory where the dumps stay.
package struct LogicalDump: RetrievalStage {
    package let name = "dump"
    let options: LogicalDumpOptions
    let settings: LogicalSettings

    package init(_ options: LogicalDumpOptions, settings: LogicalSettings) {
        self.options = options
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        try CustomOptions.check(options.customOptions ?? [])
        let meter = ProgressMeter(stage: name, report: work.report)
        meter.say("looking at the source")
        let source = try await LogicalSource.open(
            options.source ?? SourceOptions(),
            databases: options.databases ?? DatabaseSelections(),
            settings: settings,
            work: work
        )
        do {
            try await dump(source, work, meter)
        } catch {
            await source.release()
            throw error
        }
        await source.release()
    }

    private func dump(_ source: LogicalSource, _ work: RefreshWork, _ meter: ProgressMeter) async throws {
        let location = DumpLocation(path: LogicalDump.location(options.dumpLocation, work))
        try FileManager.default.createDirectory(atPath: location.path.string, withIntermediateDirectories: true)
        try PrivateFile.give(location.path, to: work.account)
        let installation = try await PostgresInstallation.forSource(
            major: source.globals.version / 10000,
            searchPaths: settings.searchPaths
        )
        var globals = source.globals
        globals.databases = source.databases
        for database in source.databases {
            guard let snapshot = source.snapshots[database.name] else { continue }
            globals.tableCounts[database.name] =
                try await dump(snapshot, installation, into: location, work, meter)
            try work.failpoint("database")
        }
        try location.write(globals)
    }

    /// - Returns: how many tables the database has.
    private func dump(
        _ snapshot: SourceSnapshot,
        _ installation: PostgresInstallation,
        into location: DumpLocation,
        _ work: RefreshWork,
        _ meter: ProgressMeter
    ) async throws -> Int {
        let name = snapshot.parameters.database
        let tables = SourceTables(snapshot: snapshot)
        let unreadable = try await tables.unreadable(user: snapshot.parameters.user)
        for omission in try await unreadable.omissions + tables.subscriptions() {
            work.leaveOut(Omission(object: "\(omission.object) (database \(name))", reason: omission.reason))
        }
        let totals = try await tables.totals()
        meter.expect(tables: totals.tables, bytes: totals.bytes)
        meter.say("database \(name)")
        let partial = location.path.appending(Self.fileName(name) + ".partial")
        try? FileManager.default.removeItem(atPath: partial.string)
        let command = DumpCommand(
            installation: installation,
            snapshot: snapshot,
            account: work.account,
            jobs: options.parallelJobs ?? 1,
            customOptions: options.customOptions ?? [],
            selection: options.databases?[name] ?? DatabaseSelection(),
            unreadable: unreadable,
            isTransient: (options.dumpLocation ?? "").isEmpty
        )
        try await DirectoryGrowth(directory: partial, meter: meter).watching { try await command.run(into: partial) }
        meter.add(tables: totals.tables)
        try replace(location.path.appending(Self.fileName(name)), by: partial)
        return totals.tables
    }

    /// The old dump goes only when the new one is whole.
    private func replace(_ old: FilePath, by new: FilePath) throws {
        if FileManager.default.fileExists(atPath: old.appending("toc.dat").string) {
            try FileManager.default.removeItem(atPath: old.string)
        }
        try FileManager.default.moveItem(atPath: new.string, toPath: old.string)
    }

    /// Names of databases may contain anything.
    static func fileName(_ database: String) -> String {
        String(database.map { $0 == "/" || $0.isNewline ? "_" : $0 }.drop { $0 == "." })
    }

    /// `dumpLocation`, or a place in the new dataset.
    static func location(_ option: String?, _ work: RefreshWork) -> FilePath {
        guard let option, !option.isEmpty else { return work.scratch.appending("dumps") }
        return FilePath(option)
    }
}
