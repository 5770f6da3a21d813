import FoundationEssentials
import SystemPackage
import Tooling

/// A dump as SQL text, packed or not.
struct PlainDump: Sendable {
    let dump: DumpLocation.Dump
    let server: TargetServer
    let database: String
    let ignoresErrors: Bool

    private var work: RefreshWork { server.work }

    /// Runs the text by `psql`; what fails is reported, and ends the refresh unless errors are to be ignored.
    func restore() async throws {
        let file = try await unpacked()
        let tool = server.tool("psql", database: database)
        // The exit code of psql is 0 whatever statements fail; only its words tell.
        let words = try await tool.runForErrors(
            ["-X", "-q", "-v", "VERBOSITY=verbose", "-o", "/dev/null", "-f", file.string]
        )
        for problem in ScriptLog(parsing: words).problems where !problem.isAboutLabel { try judge(problem) }
        let statements = try await Tool("sed", timeLimit: nil)("-n", "/^SECURITY LABEL FOR /p", file.string)
        try work.noteLabels(in: statements, ofDatabase: database)
    }

    private func judge(_ problem: ScriptLog.Problem) throws {
        guard !problem.isMachineFailure, ignoresErrors || !problem.isAboutData else {
            throw EngineError(
                .unavailable,
                "restoring \(dump.path) failed: \(problem.reason)",
                hint: problem.isMachineFailure ? nil : "Set ignoreErrors to go on without these rows."
            )
        }
        let object = "a statement of \(dump.name) (database \(database))"
        work.leaveOut(Omission(object: object, reason: problem.reason))
    }

    /// A text that the server's account can read.
    private func unpacked() async throws -> FilePath {
        let place = work.scratch.appending("\(Identifier.random(length: 8)).sql")
        let program = dump.compression == .bzip2 ? ("bzip2", ".bz2") : ("gzip", ".gz")
        let copy = dump.compression == .no ? place : FilePath(place.string + program.1)
        try FileManager.default.copyItem(atPath: dump.path.string, toPath: copy.string)
        try PrivateFile.give(copy, to: work.account)
        if dump.compression != .no {
            try await Tool(program.0, timeLimit: nil, account: work.account).run(["-d", "-f", copy.string])
        }
        return place
    }
}
