import API
import CheckerSettings
import SystemPackage
import Testing

@testable import Checker

@Suite struct MigrationPlanTests {
    private func configuration(_ runner: RunnerConfiguration = RunnerConfiguration()) -> CheckerConfiguration {
        CheckerConfiguration(
            engineURL: "http://127.0.0.1:1",
            database: "shop",
            source: SourceConfiguration(kind: .local, roots: ["/srv"]),
            runner: runner,
            workDirectory: "/nowhere"
        )
    }

    @Test(arguments: [
        ("psql -f a.sql", ["psql", "-f", "a.sql"]),
        (#"psql -c "select 1; select '2'""#, ["psql", "-c", "select 1; select '2'"]),
        (#"a '' "" b\ c 'd"e'"#, ["a", "", "", "b c", "d\"e"]),
        ("  a   ", ["a"]), ("", []),
    ])
    func wordsAreThoseOfAShell(command: String, words: [String]) throws {
        #expect(try CommandWords.words(of: command) == words)
    }

    @Test(arguments: ["a | b", "a > f", "a && b", "a $HOME", "a `b`", "a 'b", "a \"b", "a \\"])
    func whatNeedsAShellIsRefused(command: String) {
        #expect(throws: CheckerError.self) { _ = try CommandWords.words(of: command) }
    }

    @Test(arguments: [
        (MigrationRequest(commands: ["true"]), "`source`"),
        (MigrationRequest(source: .init()), "`commands`"),
        (MigrationRequest(source: .init(), commands: ["  "]), "`commands`"),
        (MigrationRequest(source: .init(), commands: ["true", "a | b"]), "`commands[1]`"),
        (MigrationRequest(source: .init(), commands: ["''"]), "`commands[0]`"),
        (MigrationRequest(source: .init(), commands: ["true"], environment: ["a=b", "=c"]), "`migration_envs[1]`"),
        (MigrationRequest(source: .init(), commands: ["true"], environment: ["a b=c"]), "`migration_envs[0]`"),
        (MigrationRequest(source: .init(), commands: ["true"], environment: ["LD_PRELOAD=x"]), "LD_PRELOAD"),
    ])
    func badRequestsAreRefusedByName(request: MigrationRequest, named: String) {
        let error = #expect(throws: CheckerError.self) { _ = try MigrationPlan(request, configuration()) }
        #expect(error?.kind == .badRequest && error?.message.contains(named) == true)
    }

    @Test func theOperatorDecides() throws {
        let request = MigrationRequest(source: .init(), username: "ne al<>;x", environment: ["A=b=c"])
        let plan = try MigrationPlan(request, configuration(RunnerConfiguration(commands: ["sqitch deploy"])))
        #expect(plan.commands.map(\.words) == [["sqitch", "deploy"]] && plan.database == "shop")
        #expect(plan.username == "ci_nealx" && plan.environment == ["A": "b=c"])
        let other = MigrationRequest(source: .init(), commands: ["rm -rf x"])
        let error = #expect(throws: CheckerError.self) {
            _ = try MigrationPlan(other, configuration(RunnerConfiguration(programs: ["psql"])))
        }
        #expect(error?.hint?.contains("psql") == true)
        let shell = try MigrationPlan(
            MigrationRequest(source: .init(), commands: ["a | b"]),
            configuration(RunnerConfiguration(shell: ["sh", "-c"]))
        )
        #expect(shell.commands.map(\.words) == [["sh", "-c", "a | b"]])
    }

    @Test func listingsOfArchivesAreAddedUp() throws {
        let listing = try ArchiveListing(
            """
            drwxrwxr-x 0/0               0 2026-01-01 00:00 repo/
            -rw-rw-r-- 0/0             120 2026-01-01 00:00 repo/a b.sql
            lrwxrwxrwx 0/0               0 2026-01-01 00:00 repo/c -> /etc/passwd
            """
        )
        #expect(listing.size == 120 && listing.entries == 3)
        for line in ["crw-rw-r-- 0/0 1,3 2026-01-01 00:00 repo/null", "nonsense", "prw-r--r-- 0/0 0 2026 00:00 fifo"] {
            #expect(throws: CheckerError.self) { _ = try ArchiveListing(line) }
        }
    }
}
