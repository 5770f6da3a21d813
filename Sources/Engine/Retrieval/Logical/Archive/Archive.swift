import FoundationEssentials
import Postgres
import SystemPackage
import Tooling

/// A dump made by `pg_dump` in one of its own formats, and its restore.
struct Archive: Sendable {
    let path: FilePath
    let server: TargetServer
    let database: String

    private var work: RefreshWork { server.work }

    /// How to restore.
    struct Rules: Sendable {
        var jobs: Int
        var customOptions: [String] = []
        /// Tables to restore, as patterns of `pg_restore`; empty for all.
        var tables: [String] = []
        var ignoresDataErrors = false
        var skipsPolicies = false

        /// Where rows may be missing, foreign keys have to be checked.
        var allowsUncheckedKeys: Bool { !ignoresDataErrors && CustomOptions.allowOwnForeignKeys(customOptions) }

        var stopsAtErrors: Bool { customOptions.contains("--exit-on-error") || customOptions.contains("-e") }
    }

    /// A part of an archive.
    enum Section: String { case preData = "pre-data", data, postData = "post-data" }

    /// What is to be restored of an archive, as files with lists.
    struct Lists: Sendable {
        var main: FilePath
        /// Made after the indexes that they lead to.
        var foreignKeys: [ForeignKey] = []
        /// After everything else, so that none acts on it: several processes of `pg_restore` keep no order.
        var eventTriggers: FilePath?
    }

    /// Writes the lists of what to restore, without what cannot be restored here; reports what is left out.
    /// - Parameter checked: those that need no check here, see ``add(_:_:)``.
    func prepareLists(_ rules: Rules, checked: [ForeignKey] = []) async throws -> Lists {
        var contents = TableOfContents(parsing: try await tool("pg_restore").run(["-l", path.string]))
        var exclusion = TableOfContents.Exclusion(policies: rules.skipsPolicies)
        exclusion.extensions = try await missingExtensions(contents.extensions)
        try await takeLabels(contents.takeLabels())
        for omission in contents.remove(exclusion) { leaveOut(omission) }
        let triggers = contents.takeEventTriggers()
        let foreignKeys = contents.take(checked)
        return Lists(
            main: try write(contents),
            foreignKeys: foreignKeys,
            eventTriggers: triggers.entries.isEmpty ? nil : try write(triggers)
        )
    }

    private func write(_ contents: TableOfContents) throws -> FilePath {
        let list = work.scratch.appending("\(Identifier.random(length: 8)).list")
        try PrivateFile.write(Data(contents.text.utf8), to: list, account: work.account)
        return list
    }

    /// Notes what the labels of the dump say, which no server without their provider takes.
    private func takeLabels(_ contents: TableOfContents) async throws {
        guard !contents.entries.isEmpty else { return }
        let list = try write(contents)
        let script = try await tool("pg_restore").run(["-f", "-", "-L", list.string, path.string])
        try work.noteLabels(in: script, ofDatabase: database)
    }

    /// Restores sections of the archive; `nil` for all.
    func restore(_ section: Section?, _ lists: Lists, rules: Rules) async throws {
        try await restore(section, list: lists.main, rules)
        guard section == nil || section == .postData else { return }
        try await add(lists.foreignKeys, rules)
        if let triggers = lists.eventTriggers { try await restore(section, list: triggers, rules) }
    }

    private func restore(_ section: Section?, list: FilePath, _ rules: Rules) async throws {
        var arguments = ["-d", database, "-L", list.string, "--no-tablespaces"]
        if let section { arguments.append("--section=\(section.rawValue)") }
        // Without work for several, several processes only cost.
        if section != .preData && rules.jobs > 1 { arguments.append("--jobs=\(rules.jobs)") }
        arguments += rules.tables.map { "--table=\($0)" } + rules.customOptions + [path.string]
        do {
            try await tool("pg_restore").run(arguments)
        } catch let failure as ToolFailure {
            try judge(failure, rules)
        }
    }

    /// Reports what `pg_restore` could not do, and ends the refresh if rows are missing or the machine failed.
    private func judge(_ failure: ToolFailure, _ rules: Rules) throws {
        let log = RestoreLog(parsing: failure.output)
        guard log.meansMachineFailure == nil, !log.problems.isEmpty else {
            throw EngineError(
                .unavailable,
                "restoring database \(database) failed",
                detail: log.meansMachineFailure ?? failure.shortDescription
            )
        }
        if rules.stopsAtErrors { throw failure }
        for problem in log.problems {
            // A table that could not be made has been reported as such.
            let isConsequence = problem.reason.contains("does not exist")
            guard !problem.isAboutData || rules.ignoresDataErrors || isConsequence else {
                throw EngineError(
                    .unavailable,
                    "restoring \(problem.object) of database \(database) failed: \(problem.reason)",
                    hint: "Set ignoreErrors to go on without these rows."
                )
            }
            leaveOut(Omission(object: problem.object, reason: problem.reason))
        }
    }

    func leaveOut(_ omission: Omission) {
        work.leaveOut(Omission(object: "\(omission.object) (database \(database))", reason: omission.reason))
    }

    private func missingExtensions(_ wanted: [String]) async throws -> Set<String> {
        let connection = try await server.connection(database: database)
        let rows = try await connection.query("SELECT name FROM pg_available_extensions")
        await connection.close()
        return Set(wanted).subtracting(rows.compactMap { $0[0] })
    }

    private func tool(_ program: String) -> Tool { server.tool(program, database: database) }
}

extension ToolFailure {
    /// The program and its words, without its arguments.
    var shortDescription: String {
        let words = output.split(separator: "\n").suffix(8).joined(separator: "; ")
        let program = command.first?.split(separator: "/").last.map(String.init) ?? "a program"
        return "\(program): \(reason)" + (words.isEmpty ? "" : ": \(words)")
    }
}
