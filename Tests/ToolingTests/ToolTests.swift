import Glibc
import Testing
import Tooling

@Suite struct ToolTests {
    @Test func whatAProgramPrintsComesBack() async throws {
        #expect(try await Tool("echo")("a", "b c") == "a b c\n")
        #expect(try await Tool("cat").run([], input: "text") == "text")
    }

    @Test func argumentsAreNeverReadByAShell() async throws {
        #expect(try await Tool("echo")("$(id)", "; ls", "'\"") == "$(id) ; ls '\"\n")
    }

    @Test func theLocaleIsEnglishAndVariablesAreAdded() async throws {
        let tool = Tool("env", environment: ["DBLAB_TEST": "1"])
        let lines = try await tool.run([]).split(separator: "\n")
        #expect(lines.contains("LC_ALL=C"))
        #expect(lines.contains("DBLAB_TEST=1"))
    }

    @Test func aFailureNamesCommandReasonAndWords() async {
        let failure = await #expect(throws: ToolFailure.self) { try await Tool("ls")("/nowhere-at-all") }
        #expect(failure?.description.hasPrefix("ls /nowhere-at-all: exited") == true)
        #expect(failure?.output.contains("No such file or directory") == true)
    }

    @Test func aProgramThatIsNotThereIsNamed() async {
        let failure = await #expect(throws: ToolFailure.self) { try await Tool("no-such-program")() }
        #expect(failure?.description.hasPrefix("no-such-program: ") == true)
    }

    @Test func anOverdueProgramIsEnded() async {
        let failure = await #expect(throws: ToolFailure.self) {
            try await Tool("sleep", timeLimit: .milliseconds(50))("600")
        }
        #expect(failure?.reason.contains("no end within") == true)
    }

    @Test(.enabled(if: Account.processIsRoot, "SKIPPED: only root can take another account"))
    func aProgramRunsAsTheAccountWithItsGroups() async throws {
        let account = try #require(Account(named: "nobody"))
        let tool = Tool("id", account: account)
        #expect(try await tool("-u") == "\(account.userID)\n")
        #expect(try await tool("-g") == "\(account.groupID)\n")
        let groups = try await tool("-G").split { $0 == " " || $0 == "\n" }.compactMap { UInt32($0) }
        #expect(Set(groups) == Set(account.supplementaryGroups + [account.groupID]))
    }

    @Test(.enabled(if: Account.processIsRoot, "SKIPPED: only root can take another account"))
    func anotherAccountGetsNothingOfTheEnginesEnvironment() async throws {
        let account = try #require(Account(named: "nobody"))
        setenv("DBLAB_TEST_SECRET", "secret", 1)
        defer { unsetenv("DBLAB_TEST_SECRET") }
        let own = try await Tool("env")().split(separator: "\n")
        #expect(own.contains("DBLAB_TEST_SECRET=secret"))
        let lines = try await Tool("env", environment: ["DBLAB_TEST": "1"], account: account)().split(separator: "\n")
        let names = Set(lines.map { $0.prefix { $0 != "=" } })
        #expect(names == ["DBLAB_TEST", "HOME", "LC_ALL", "PATH"])
        #expect(lines.contains("DBLAB_TEST=1") && lines.contains("HOME=/") && lines.contains("LC_ALL=C"))
    }

    /// Many at once, while threads come and go: changing the account must not wait for any of them.
    @Test(.enabled(if: Account.processIsRoot, "SKIPPED: only root can take another account"))
    func manyProgramsOfAnotherAccountRunAtOnce() async throws {
        let account = try #require(Account(named: "nobody"))
        let tool = Tool("true", account: account)
        try await withThrowingDiscardingTaskGroup { group in
            for _ in 0..<100 { group.addTask { try await tool() } }
        }
    }

    @Test func anUnknownAccountIsNone() {
        #expect(Account(named: "no-such-account") == nil)
        #expect(Account(named: "root")?.userID == 0)
    }
}
