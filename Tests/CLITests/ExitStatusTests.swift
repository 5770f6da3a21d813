import StubEngine
import Testing

@testable import CLI

@Suite struct ExitStatusTests {
    @Test(arguments: [
        (400, "BAD_REQUEST", "bad", 1), (401, "UNAUTHORIZED", "Check your verification token.", 5),
        (403, "FORBIDDEN", "no", 5), (404, "NOT_FOUND", "clone not found", 3), (409, "CONFLICT", "taken", 4),
        (400, "BAD_REQUEST", "clone with ID x already exists", 4), (500, "INTERNAL_ERROR", "clone not found", 3),
        (500, "INTERNAL_ERROR", "broken", 1),
    ])
    func refusalsHaveTheirStatus(status: Int, code: String, message: String, expected: Int) async throws {
        try await StubEngine.with { _ in
            StubAnswers.refusal(status, code, message)
        } _: { stub in
            try await DBLabProgram.with { dblab in
                try await dblab.initialize(stub.url)
                let run = try await dblab("clone", "status", "c")
                #expect(run.status == expected)
                #expect(run.error.hasPrefix("[ERROR]: \(message)"))
                #expect(run.error.filter { $0 == "\n" }.count == 1)
            }
        }
    }

    @Test func nobodyThere() async throws {
        let url = try await StubEngine.with { _ in
            .silence
        } _: {
            $0.url
        }
        try await DBLabProgram.with { dblab in
            let run = try await dblab("clone", "list", environment: ["DBLAB_INSTANCE_URL": url])
            #expect(run.status == 6)
            #expect(run.error.contains("cannot reach the engine at \(url): connection refused"))
        }
    }

    @Test func noAnswerInTime() async throws {
        try await StubEngine.with { _ in
            .silence
        } _: { stub in
            try await DBLabProgram.with { dblab in
                let run = try await dblab("clone", "list", "--url", stub.url, "--request-timeout", "100ms")
                #expect(run.status == 7)
            }
        }
    }

    @Test func noEngineKnown() async throws {
        try await DBLabProgram.with { dblab in
            let run = try await dblab("clone", "list")
            #expect(run.status == 2)
            #expect(run.error.hasPrefix("[ERROR]: no engine is known: run \"dblab init"))
        }
    }

    @Test func tokensComeFromTheirVariable() async throws {
        try await StubEngine.with { _ in
            .json(200, "[]")
        } _: { stub in
            try await DBLabProgram.with { dblab in
                _ = try await dblab("config", "create", "a", "--url", stub.url, "--token", "${TEST_TOKEN}")
                let unset = try await dblab("clone", "list")
                #expect(unset.error.contains("environment variable TEST_TOKEN, which is not set"))
                #expect(stub.requests.isEmpty)
                _ = try await dblab("clone", "list", environment: ["TEST_TOKEN": "abc"])
                _ = try await dblab("clone", "list", environment: ["DBLAB_VERIFICATION_TOKEN": "env"])
                _ = try await dblab(
                    "clone",
                    "list",
                    "--token",
                    "flag",
                    environment: ["DBLAB_VERIFICATION_TOKEN": "env"]
                )
                #expect(stub.requests.map { $0.headers["verification-token"] } == ["abc", "env", "flag"])
            }
        }
    }

    @Test func helpVersionAndCompletionSucceed() async throws {
        try await DBLabProgram.with { dblab in
            let version = try await dblab("--version")
            #expect(version.output == "\(Version.current)\n")
            let help = try await dblab("clone", "create", "--help")
            #expect(help.output.contains("--extra-config"))
            let bash = try await dblab("completion", "bash")
            #expect(bash.output.contains("_dblab"))
            let zsh = try await dblab("--generate-completion-script", "zsh")
            #expect(zsh.output.contains("#compdef dblab"))
        }
    }
}
