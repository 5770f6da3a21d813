import FoundationEssentials
import Postgres
import SystemPackage

/// Transfers one database.
struct DatabaseTransfer: Sendable {
    let server: TargetServer
    let snapshot: SourceSnapshot
    let dump: LogicalDumpOptions
    let rules: Archive.Rules
    let mayBeBinary: Bool
    let meter: ProgressMeter

    private var name: String { snapshot.parameters.database }
    private var work: RefreshWork { server.work }

    func run(_ globals: SourceGlobals) async throws {
        let source = SourceTables(snapshot: snapshot)
        let unreadable = try await source.unreadable(user: snapshot.parameters.user)
        for omission in unreadable.omissions { leaveOut(omission) }
        try await reportSubscriptions()
        let tables = try await streamedTables(source)
        try await source.lock(tables)
        meter.expect(tables: tables.count, bytes: tables.reduce(0) { $0 + $1.size })
        let archive = try await dumpRest(streamed: tables, unreadable: unreadable)
        let checked = rules.allowsUncheckedKeys ? try await source.checkedForeignKeys(among: tables) : []
        let lists = try await archive.prepareLists(rules, checked: checked)
        meter.say("database \(name): schema")
        try await archive.restore(.preData, lists, rules: rules)
        try work.failpoint("preData")
        try await restoreRows(tables, archive, lists)
        try work.failpoint("data")
        meter.say("database \(name): indexes and constraints")
        try await archive.restore(.postData, lists, rules: rules)
        try FileManager.default.removeItem(atPath: archive.path.string)
    }

    /// Rows that `pg_dump` has taken, and those that are streamed, at the same time.
    private func restoreRows(_ tables: [SourceTable], _ archive: Archive, _ lists: Archive.Lists) async throws {
        meter.say("database \(name): rows")
        let stream = TableStream(
            snapshot: snapshot,
            server: server,
            tables: tables,
            jobs: rules.jobs,
            mayBeBinary: mayBeBinary,
            ignoresErrors: rules.ignoresDataErrors,
            meter: meter
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stream.run() }
            group.addTask { try await archive.restore(.data, lists, rules: rules) }
            // The first failure ends the other, too.
            while try await group.next() != nil {}
        }
    }

    private func streamedTables(_ source: SourceTables) async throws -> [SourceTable] {
        guard snapshot.identifier != nil, CustomOptions.allowStreaming(dump.customOptions ?? []) else { return [] }
        return try await source.streamable()
    }

    private func dumpRest(streamed: [SourceTable], unreadable: SourceTables.Unreadable) async throws -> Archive {
        meter.say("database \(name): reading the schema")
        let directory = work.scratch.appending("\(Identifier.random(length: 8)).dump")
        let command = DumpCommand(
            installation: server.installation,
            snapshot: snapshot,
            account: work.account,
            jobs: rules.jobs,
            customOptions: dump.customOptions ?? [],
            selection: dump.databases?[name] ?? DatabaseSelection(),
            unreadable: unreadable,
            streamed: streamed
        )
        try await command.run(into: directory)
        return Archive(path: directory, server: server, database: name)
    }

    private func reportSubscriptions() async throws {
        for omission in try await SourceTables(snapshot: snapshot).subscriptions() { leaveOut(omission) }
    }

    private func leaveOut(_ omission: Omission) {
        work.leaveOut(Omission(object: "\(omission.object) (database \(name))", reason: omission.reason))
    }
}
