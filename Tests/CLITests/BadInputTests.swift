import StubEngine
import Testing

@testable import CLI

/// Arguments that must never reach an engine: the program ends with status 2 and names the argument.
@Suite struct BadInputTests {
    private static let create = ["clone", "create", "--username", "u", "--password", "p"]
    private static let long = String(repeating: "x", count: 20000)

    private static let cases: [(arguments: [String], named: String)] = [
        (["clone", "create", "--password", "p"], "--username"),
        (["clone", "create", "--username", "u"], "--password"),
        (["clone", "create", "--username", "", "--password", "p"], "--username"),
        (["clone", "create", "--username", "u", "--password", ""], "--password"),
        (["clone", "create", "--username", long, "--password", "p"], "--username"),
        (["clone", "create", "--username", "u", "--password", long], "--password"),
        (["clone", "create", "--username", "u\u{1B}[2J", "--password", "p"], "--username"),
        (create + ["--id", ""], "--id"),
        (create + ["--id", "../../etc"], "--id"),
        (create + ["--id", "a;rm -rf /"], "--id"),
        (create + ["--id", "x' OR 1=1 --"], "--id"),
        (create + ["--id", long], "--id"),
        (create + ["$(id)"], "CLONE_ID"),
        (create + ["ä"], "CLONE_ID"),
        (create + ["a", "--id", "b"], "--id"),
        (create + ["a", "b"], "b"),
        (create + ["--db-name", ""], "--db-name"),
        (create + ["--db-name", "a\nb"], "--db-name"),
        (create + ["--snapshot-id", "a/../b"], "--snapshot-id"),
        (create + ["--snapshot-id", "a b"], "--snapshot-id"),
        (create + ["--branch", long], "--branch"),
        (create + ["--protected=x"], "--protected"),
        (create + ["--protected=9999d"], "--protected"),
        (create + ["--extra-config", "work_mem"], "--extra-config"),
        (create + ["--extra-config", "=x"], "--extra-config"),
        (create + ["--extra-config", "a;b=x"], "--extra-config"),
        (create + ["--extra-config", "a=x\ny"], "--extra-config"),
        (create + ["--restricted=maybe"], "--restricted"),
        (create + ["--request-timeout", "soon"], "--request-timeout"),
        (create + ["--request-timeout", "0"], "--request-timeout"),
        (create + ["--request-timeout", "-5s"], "--request-timeout"),
        (create + ["--output", "xml"], "--output"),
        (create + ["--bogus"], "--bogus"),
        (create + ["--token", "a b"], "--token"),
        (create + ["--token", "a\r\nX: y"], "--token"),
        (create + ["--url", "nonsense"], "--url"),
        (create + ["--url", "file:///etc/passwd"], "--url"),
        (["clone", "status"], "CLONE_ID"),
        (["clone", "status", ""], "CLONE_ID"),
        (["clone", "status", ".."], "CLONE_ID"),
        (["clone", "reset", "c", "--latest", "--snapshot-id", "s"], "--snapshot-id"),
        (["clone", "destroy", "a/b"], "CLONE_ID"),
        (["clone", "update", "c", "--protected", "5x"], "5x"),
        (["snapshot", "delete"], "SNAPSHOT_ID"),
        (["snapshot", "delete", "../x"], "SNAPSHOT_ID"),
        (["snapshot", "update", "p@s"], "--protected"),
        (["snapshot", "create", "--message", "m"], "--message"),
        (["snapshot", "create", "--pool", ""], "--pool"),
        (["config", "switch"], "ENVIRONMENT_ID"),
        (["config", "set-global"], "--tz"),
        (["config", "set-global", "--tz", "a\u{0007}b"], "--tz"),
        (["init", "--environment-id", "x"], "--url"),
        (["init", "--url", "http://x"], "--environment-id"),
        (["init", "--environment-id", "", "--url", "http://x"], "--environment-id"),
        (
            ["init", "--environment-id", "x", "--url", "http://x", "--forwarding-local-port", "99999"],
            "--forwarding-local-port"
        ),
        (["completion", "tcsh"], "tcsh"),
        (["nonsense"], "nonsense"),
        (["clone", "nonsense"], "nonsense"),
    ]

    @Test(arguments: cases.indices)
    func isRefusedByName(index: Int) async throws {
        let (arguments, named) = Self.cases[index]
        try await StubEngine.with { _ in
            .json(200, "[]")
        } _: { stub in
            try await DBLabProgram.with { dblab in
                try await dblab.initialize(stub.url)
                let run = try await dblab.run(arguments)
                #expect(run.status == 2, "\(arguments)")
                #expect(run.error.hasPrefix("[ERROR]: "))
                #expect(run.error.contains(named))
                #expect(Printable.isClean(String(run.error.dropLast())))
                #expect(run.error.utf8.count < 1000)
                #expect(stub.requests.isEmpty)
            }
        }
    }

    @Test func argumentsThatAreNotUTF8AreRefused() async throws {
        try await DBLabProgram.with { dblab in
            let script = "exec shift, qw(clone create --username), chr(255)"
            let run = try await dblab.run(program: "perl", ["-e", script, try DBLabProgram.path])
            #expect(run.status == 2)
            #expect(run.error == "[ERROR]: the value of --username is not valid UTF-8 text\n")
        }
    }

    @Test func argumentsOfAHundredKilobytesAreRefused() async throws {
        try await DBLabProgram.with { dblab in
            let run = try await dblab("clone", "create", "--id", String(repeating: "x", count: 100_000))
            #expect(run.status == 2)
            #expect(run.error == "[ERROR]: the value of --id is too long\n")
        }
    }

    @Test func passwordsThatAreNotUTF8AreRefused() async throws {
        try await DBLabProgram.with { dblab in
            let run = try await dblab.run(
                ["clone", "create", "--username", "u", "--password", "-", "--url", "http://127.0.0.1:1"],
                input: "a\u{FFFD}b\n"
            )
            #expect(run.status == 2)
            #expect(run.error.contains("--password"))
        }
    }
}
