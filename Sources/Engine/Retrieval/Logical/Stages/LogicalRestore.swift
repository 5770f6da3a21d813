import FoundationEssentials
import Postgres
import SystemPackage
import Tooling

/// Restores dumps that lie in a directory into a new cluster.
package struct LogicalRestore: RetrievalStage {
    package let name = "restore"
    let options: LogicalRestoreOptions
    let settings: LogicalSettings

    package init(_ options: LogicalRestoreOptions, settings: LogicalSettings) {
        self.options = options
        self.settings = settings
    }

    package func run(_ work: RefreshWork) async throws {
        try CustomOptions.check(options.customOptions ?? [])
        let meter = ProgressMeter(stage: name, report: work.report)
        let location = DumpLocation(path: LogicalDump.location(options.dumpLocation, work))
        let globals = try location.globals()
        let dumps = try selected(try location.dumps(), globals)
        if let moment = globals?.dataStateAt { work.setDataStateAt(Date(timeIntervalSince1970: moment)) }
        let server = TargetServer(work: work, settings: settings, installation: try await installation(dumps, globals))
        try await server.create(like: globals?.cluster, configs: options.configs ?? [:])
        try work.failpoint("created")
        meter.expect(tables: 0, bytes: dumps.reduce(0) { $0 + DumpSize.bytes(at: $1.path) })
        let restore = GlobalsRestore(server: server, globals: globals ?? Self.noGlobals(server))
        try await restore.restoreRoles()
        for dump in dumps { try await self.restore(dump, restore, meter) }
        try await restore.restoreStatements(databases: Set(dumps.map { Self.database(of: $0, globals) }))
    }

    private func restore(_ dump: DumpLocation.Dump, _ globals: GlobalsRestore, _ meter: ProgressMeter) async throws {
        let server = globals.server
        let name = Self.database(of: dump, globals.globals)
        meter.say("database \(name)")
        let known = globals.globals.databases.first { $0.name == name }
        try await globals.createDatabase(known ?? Self.plainDatabase(name))
        switch dump.format {
        case .directory, .custom:
            let archive = Archive(path: dump.path, server: server, database: name)
            let rules = rules(for: name)
            let lists = try await archive.prepareLists(rules)
            try await archive.restore(nil, lists, rules: rules)
        case .plain:
            try await PlainDump(
                dump: dump,
                server: server,
                database: name,
                ignoresErrors: options.ignoreErrors ?? false
            )
            .restore()
        }
        meter.add(bytes: DumpSize.bytes(at: dump.path))
        try server.work.failpoint("database")
    }

    private func rules(for database: String) -> Archive.Rules {
        Archive.Rules(
            jobs: options.parallelJobs ?? 1,
            customOptions: options.customOptions ?? [],
            tables: options.databases?[database]?.tables ?? [],
            ignoresDataErrors: options.ignoreErrors ?? false,
            skipsPolicies: options.skipPolicies ?? false
        )
    }

    private func selected(_ dumps: [DumpLocation.Dump], _ globals: SourceGlobals?) throws -> [DumpLocation.Dump] {
        guard let wanted = options.databases, !wanted.isEmpty else { return dumps }
        let chosen = dumps.filter { wanted[Self.database(of: $0, globals)] != nil }
        let missing = Set(wanted.byName.keys).subtracting(chosen.map { Self.database(of: $0, globals) })
        guard missing.isEmpty else {
            throw EngineError(
                .invalidArgument,
                "there is no dump of database \(missing.sorted().joined(separator: ", "))"
            )
        }
        return chosen
    }

    /// Of the version that was dumped if that is known and installed, else the newest.
    private func installation(_ dumps: [DumpLocation.Dump], _ globals: SourceGlobals?) async throws
        -> PostgresInstallation
    {
        if let version = globals?.version {
            return try await .forSource(major: version / 10000, searchPaths: settings.searchPaths)
        }
        let newest = try await PostgresInstallation.newest(searchPaths: settings.searchPaths)
        for dump in dumps where dump.format != .plain {
            let tool = Tool(newest.program("pg_restore").string)
            let contents = TableOfContents(parsing: try await tool.run(["-l", dump.path.string]))
            if let major = contents.sourceMajor {
                return try await .forSource(major: major, searchPaths: settings.searchPaths)
            }
        }
        return newest
    }

    private static func database(of dump: DumpLocation.Dump, _ globals: SourceGlobals?) -> String {
        globals?.databases.map(\.name).first { LogicalDump.fileName($0) == dump.name } ?? dump.name
    }

    private static func noGlobals(_ server: TargetServer) -> SourceGlobals {
        SourceGlobals(version: server.installation.major * 10000, databases: [], roles: [], statements: [])
    }

    private static func plainDatabase(_ name: String) -> SourceDatabase {
        SourceDatabase(
            name: name,
            owner: "postgres",
            encoding: "UTF8",
            collation: "C.UTF-8",
            characterType: "C.UTF-8",
            provider: "c",
            connectionLimit: -1,
            grants: [],
            size: 0
        )
    }
}

/// The bytes of a dump.
enum DumpSize {
    static func bytes(at path: FilePath) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path.string)) ?? []
        let files = names.isEmpty ? [path] : names.map { path.appending($0) }
        return files.reduce(0) { sum, file in
            let attributes = try? FileManager.default.attributesOfItem(atPath: file.string)
            return sum + ((attributes?[.size] as? Int) ?? 0)
        }
    }
}
