import API
import FoundationEssentials
import StubEngine
import Synchronization
import Testing

@testable import CLI

@Suite struct CloneCommandTests {
    @Test func theStatedLinesWorkWordForWord() async throws {
        try await StubEngine.with { request in
            switch request.line {
            case "POST /clone?wait=60s":
                .json(201, StubAnswers.clone(request.body.contains("testclone") ? "testclone" : "neals-special-clone"))
            default: .json(200, StubAnswers.clone("neals-special-clone"))
            }
        } _: { stub in
            try await DBLabProgram.with { dblab in
                let started = try await dblab(
                    "init",
                    "--token",
                    "secret",
                    "--url",
                    stub.url,
                    "--environment-id",
                    "local",
                    "--insecure"
                )
                #expect(
                    started.output
                        == "Database Lab CLI is successfully initialized. Environment \"local\" is created.\n"
                )
                let first = try await dblab(
                    "clone",
                    "create",
                    "--username",
                    "jworks",
                    "--password",
                    "rocks",
                    "--id",
                    "testclone"
                )
                #expect(
                    first.output == """
                        ID:                 testclone
                        Branch:             main
                        Snapshot:           pool@snapshot_1
                        Connection string:  host=h port=6000 user=u dbname=postgres


                        """
                )
                let second = try await dblab(
                    "clone",
                    "create",
                    "neals-special-clone",
                    "--username",
                    "neal",
                    "--password",
                    "nealisawesome"
                )
                #expect(second.output.hasPrefix("ID:                 neals-special-clone\n"))
                let third = try await dblab("clone", "reset", "neals-special-clone")
                #expect(third.output == "The clone has been successfully reset: neals-special-clone\n")
                #expect(
                    stub.requests.map(\.line) == [
                        "POST /clone?wait=60s", "POST /clone?wait=60s",
                        "POST /clone/neals-special-clone/reset?wait=60s",
                        "GET /clone/neals-special-clone",
                    ]
                )
                #expect(stub.requests.allSatisfy { $0.headers["verification-token"] == "secret" })
                #expect(
                    stub.requests.first?.body
                        == #"{"db":{"db_name":"","password":"rocks","restricted":false,"username":"jworks"},"id":"testclone"}"#
                )
            }
        }
    }

    @Test func everyOptionOfCreateIsSent() async throws {
        try await DBLabProgram.with { _ in
            .json(201, StubAnswers.clone("c", "CREATING"))
        } then: { dblab, stub in
            let run = try await dblab.run(
                [
                    "--output", "json", "clone", "create", "--async", "-username", "u", "--password", "-",
                    "--restricted",
                    "--db-name", "shop", "--snapshot-id", "p/b@s:1", "--branch", "dev", "--protected", "2h",
                    "--extra-config", "work_mem=1MB", "--extra-config", "a.b=x=y", "c",
                ],
                input: "from stdin\nmore"
            )
            #expect(run.status == 0)
            #expect(try JSONCoding.value(JSONValue.self, from: Data(run.output.utf8))["id"] == "c")
            #expect(stub.requests.map(\.line) == ["POST /clone"])
            let body = try JSONCoding.value(
                CloneCreateRequest.self,
                from: Data(try #require(stub.requests.first).body.utf8)
            )
            #expect(
                body
                    == CloneCreateRequest(
                        id: "c",
                        protected: true,
                        protectionDurationMinutes: 120,
                        db: .init(username: "u", password: "from stdin", restricted: true, databaseName: "shop"),
                        snapshot: .init(id: "p/b@s:1"),
                        branch: "dev",
                        extraConf: ["work_mem": "1MB", "a.b": "x=y"]
                    )
            )
        }
    }

    @Test func waitsOnByEventsWhenTheEngineAnswersEarly() async throws {
        let looks = Mutex(0)
        try await DBLabProgram.with { request in
            switch request.line {
            case "POST /clone?wait=60s": return .json(201, StubAnswers.clone("c", "CREATING"))
            case "GET /events?subject=clone:c":
                return .events([
                    StubAnswers.event(1, "clone.creating", subject: "clone:c"),
                    StubAnswers.event(2, "clone.ready", subject: "clone:c"),
                ])
            default:
                let look = looks.withLock {
                    $0 += 1
                    return $0
                }
                return .json(200, StubAnswers.clone("c", look < 3 ? "CREATING" : "OK"))
            }
        } then: { dblab, stub in
            let run = try await dblab("clone", "create", "c", "--username", "u", "--password", "p")
            #expect(run.status == 0)
            #expect(stub.requests.count == 5)
        }
    }

    @Test func failuresOfClonesAreSaid() async throws {
        try await DBLabProgram.with { _ in
            .json(201, StubAnswers.clone("c", "FATAL", message: "no \\u001b[31mspace"))
        } then: { dblab, _ in
            let run = try await dblab("clone", "create", "c", "--username", "u", "--password", "p")
            #expect(run.status == 1)
            #expect(
                run.error == "[ERROR]: failed to create clone, unexpected status given. FATAL: no [31mspace\n"
            )
        }
    }

    @Test func theWaitIsBounded() async throws {
        try await DBLabProgram.with { request in
            request.method == "GET" ? .silence : .json(201, StubAnswers.clone("c", "CREATING"))
        } then: { dblab, _ in
            let run = try await dblab(
                "clone",
                "create",
                "c",
                "--username",
                "u",
                "--password",
                "p",
                "--request-timeout",
                "2s"
            )
            #expect(run.status == 7)
            #expect(run.error.contains("dblab clone status c"))
        }
    }

    @Test func destroyEndsWhenTheCloneIsGone() async throws {
        try await DBLabProgram.with { request in
            request.method == "DELETE" ? .json(200, "") : StubAnswers.refusal(404, "NOT_FOUND", "clone not found")
        } then: { dblab, stub in
            let run = try await dblab("clone", "destroy", "c")
            #expect(run.output == "The clone has been successfully destroyed: c\n")
            #expect(stub.requests.map(\.line) == ["DELETE /clone/c?wait=60s", "GET /clone/c"])
        }
    }

    @Test func listAndStatusAreJSONWithSizesInWords() async throws {
        try await DBLabProgram.with { request in
            .json(200, request.line == "GET /clones" ? "[\(StubAnswers.clone("c"))]" : StubAnswers.clone("c"))
        } then: { dblab, _ in
            let list = try await dblab("clone", "list")
            #expect(list.output.hasPrefix("[\n    {\n        \"branch\": \"main\","))
            #expect(list.output.contains("\"cloneDiffSize\": \"2.0 KiB\""))
            let status = try await dblab("clone", "status", "c")
            #expect(status.output.contains("\"logicalSize\": \"141 MiB\""))
            let table = try await dblab("clone", "list", "--output", "text")
            #expect(table.output.contains("c   OK      6000  2.0 KiB  pool@snapshot_1  2026-01-01T00:00:00Z"))
        }
    }

    @Test func updateWithoutProtectedUnprotects() async throws {
        try await DBLabProgram.with { _ in
            .json(200, StubAnswers.clone("c"))
        } then: { dblab, stub in
            _ = try await dblab("clone", "update", "c")
            _ = try await dblab("clone", "update", "--protected", "c")
            _ = try await dblab("clone", "update", "--protected", "30m", "c")
            #expect(
                stub.requests.map(\.body) == [
                    #"{"protected":false}"#, #"{"protected":true}"#,
                    #"{"protected":true,"protectionDurationMinutes":30}"#,
                ]
            )
        }
    }

    @Test func scheduledDeletionIsSentAsAMoment() async throws {
        try await DBLabProgram.with { request in
            .json(200, request.target.hasPrefix("/snapshot") ? #"{"id": "p@s"}"# : StubAnswers.clone("c"))
        } then: { dblab, stub in
            let before = Date()
            _ = try await dblab("clone", "update", "--delete-after", "2h", "c")
            _ = try await dblab("clone", "update", "--delete-after", "never", "c")
            _ = try await dblab("clone", "create", "c", "--username", "u", "--password", "p", "--delete-after=7d")
            _ = try await dblab("snapshot", "update", "--delete-after", "30m", "p@s")
            let bodies = try stub.requests.map { try JSONCoding.value(JSONValue.self, from: Data($0.body.utf8)) }
            #expect(bodies[1]["deleteAt"] == .string("") && bodies[1]["protected"] == .bool(false))
            for (body, seconds) in [(bodies[0], 7200.0), (bodies[2], 604_800), (bodies[3], 1800)] {
                let moment = try #require(body["deleteAt"]?.string.flatMap { Timestamp($0)?.date })
                // The wire has whole seconds.
                #expect(moment > before + seconds - 1 && moment <= Date() + seconds)
            }
            #expect(bodies[3]["protected"] == nil)
            let run = try await dblab("clone", "update", "--delete-after", "soon", "c")
            #expect(run.status == 2 && run.error.contains("invalid --delete-after value: \"soon\""))
        }
    }

    @Test func retryAsksForAnotherAttempt() async throws {
        try await DBLabProgram.with { _ in
            .json(200, StubAnswers.clone("c"))
        } then: { dblab, stub in
            let run = try await dblab("clone", "retry", "c", "--output", "json")
            #expect(run.output.contains("\"code\": \"OK\""))
            #expect(stub.requests.map(\.line) == ["POST /clone/c/retry?wait=60s"])
        }
    }
}
