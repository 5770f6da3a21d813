import SystemPackage
import Testing
import Tooling

@testable import CLI

@Suite struct EnvironmentFileTests {
    @Test(arguments: [
        ("http://h:2345", "http://h:9999"), ("https://h/api", "https://h:9999/api"),
        ("http://[::1]:2345/x", "http://[::1]:9999/x"),
    ])
    func forwardingReplacesThePort(url: String, expected: String) {
        var settings = EnvironmentSettings(url: url)
        #expect(settings.forwardedURL == url)
        settings.forwarding.serverURL = "ssh://u@h:22"
        settings.forwarding.localPort = "9999"
        #expect(settings.forwardedURL == expected)
    }

    @Test func aHomeThatDoesNotExistYetIsMade() async throws {
        try await DBLabProgram.with { dblab in
            let home = ["HOME": dblab.home.appending("of/a/service").string]
            let answer = try await dblab(
                "init",
                "--token",
                "t",
                "--url",
                "http://x",
                "--environment-id",
                "local",
                environment: home
            )
            #expect(answer.status == 0, "\(answer.error)")
            #expect(try await dblab("config", "view", "local", environment: home).output.contains("http://x"))
        }
    }

    @Test func everythingSurvivesTheFile() async throws {
        try await DBLabProgram.with { dblab in
            let created = try await dblab(
                "config",
                "create",
                "a",
                "--url",
                "https://x/api",
                "--token",
                "${T}",
                "--insecure",
                "--request-timeout",
                "2m",
                "--forwarding-server-url",
                "ssh://u@h:22",
                "--forwarding-local-port",
                "7",
                "--identity-file",
                "/k"
            )
            #expect(created.output == "The \"a\" environment is successfully created.\n")
            let view = try await dblab("config", "view", "a")
            #expect(
                view.output == """
                    {
                        "branching": {
                            "current_branch": "main"
                        },
                        "environment_id": "a",
                        "forwarding": {
                            "identity_file": "/k",
                            "local_port": "7",
                            "server_url": "ssh://u@h:22"
                        },
                        "insecure": true,
                        "request_timeout": "2m",
                        "token": "${T}",
                        "url": "https://x/api"
                    }

                    """
            )
        }
    }

    @Test func readsFilesWrittenByDBLab() async throws {
        try await DBLabProgram.with { dblab in
            let file = try await dblab.write(
                """
                environments:
                  tutorial:
                    url: http://localhost:2345
                    token: ${SECRET}
                current_environment: tutorial
                """
            )
            let list = try await dblab("config", "list")
            #expect(list.output.contains("[*]  tutorial  http://localhost:2345"))
            _ = try await dblab("config", "update", "tutorial", "--request-timeout", "90s")
            let text = try await Tool("cat")(file)
            #expect(text.contains("request_timeout: 90s"))
            let mode = try await Tool("stat")("-c", "%a", file)
            #expect(mode == "600\n")
        }
    }

    @Test func commandsOfTheGroupSpeakAsInDBLab() async throws {
        try await DBLabProgram.with { dblab in
            _ = try await dblab("config", "create", "a", "--url", "http://a")
            _ = try await dblab("config", "create", "b", "--url", "http://b")
            let again = try await dblab("config", "create", "b", "--url", "http://b")
            #expect(again.status == 4)
            #expect(again.error.hasPrefix("[ERROR]: environment \"b\" is already initialized"))
            let unchanged = try await dblab("config", "update", "b")
            #expect(unchanged.error.hasPrefix("[ERROR]: config unchanged. Set options to update."))
            let switched = try await dblab("config", "switch", "a")
            #expect(switched.output == "The CLI environment is successfully switched to \"a\".\n")
            let unknown = try await dblab("config", "switch", "nope")
            #expect(unknown.status == 3)
            let removed = try await dblab("config", "remove", "a")
            #expect(
                removed.output
                    == "Environment \"a\" is successfully removed.\nThe current environment is \"b\".\n"
            )
            let global = try await dblab("config", "set-global", "--tz", "Europe/Warsaw")
            #expect(global.output == "CLI settings has been successfully updated.\n")
            let settings = try await dblab("config", "show-global")
            #expect(settings.output == "{\n    \"tz\": \"Europe/Warsaw\"\n}\n")
        }
    }

    @Test(arguments: ["environments: [1]", "\tx", "environments: {a: {url: {}}}", "[]", "\u{0}"])
    func brokenFilesAreNamedAndKept(text: String) async throws {
        try await DBLabProgram.with { dblab in
            let file = try await dblab.write(text)
            let run = try await dblab("config", "create", "a", "--url", "http://a")
            #expect(run.status == 1)
            #expect(run.error.contains("cli.yml"))
            let kept = try await Tool("cat")(file)
            #expect(kept == text)
        }
    }
}

extension DBLabProgram {
    /// Writes cli.yml and returns its path.
    fileprivate func write(_ text: String) async throws -> String {
        let directory = home.appending(".dblab").appending("cli")
        try await Tool("mkdir")("-p", directory.string)
        let file = directory.appending("cli.yml").string
        try await Tool("tee").run([file], input: text)
        return file
    }
}
