import StubEngine
import Testing

@testable import CLI

@Suite struct InstanceCommandTests {
    private static let progress = [(1, 5), (2, 6), (3, 50), (4, 51)].map { id, percent in
        let payload =
            #"{"stage": "restore", "message": "items", "bytesDone": \#(percent), "bytesTotal": 100, "tablesTotal": 0, "rate": 2048}"#
        return StubAnswers.event(id, "refresh.progress", payload: payload)
    }.joined()

    private static func script(_ end: String) -> @Sendable (StubRequest) -> StubAnswer {
        { request in
            switch request.line {
            case "GET /events": .events([StubAnswers.event(9, "clone.ready") + Self.progress, end])
            case "POST /full-refresh": .json(200, #"{"status": "OK", "message": "Full refresh started"}"#)
            default:
                .json(
                    200,
                    #"{"lastReport": {"snapshotID": "p@s", "durations": {"dump": 1.25}, "omissions": [{"object": "extension x", "reason": "not installed"}]}}"#
                )
            }
        }
    }

    @Test func watchPrintsNewsAndTheReport() async throws {
        try await DBLabProgram.with(Self.script(StubAnswers.event(10, "refresh.finished"))) { dblab, stub in
            let run = try await dblab("instance", "full-refresh", "--watch")
            #expect(
                run.output == """
                    Full refresh started
                    restore: 5%, items, 5 B of 100 B, 2.0 KiB/s
                    restore: 50%, items, 50 B of 100 B, 2.0 KiB/s
                    Full refresh finished: snapshot p@s
                      dump: 1.2 s
                      left out: extension x: not installed

                    """
            )
            #expect(stub.requests.map(\.line) == ["GET /events", "POST /full-refresh", "GET /instance/retrieval"])
        }
    }

    @Test func watchFailsWithTheRefresh() async throws {
        let end = StubAnswers.event(
            10,
            "refresh.failed",
            payload: #"{"reason": "wrong password", "retryInSeconds": "30"}"#
        )
        try await DBLabProgram.with(Self.script(end)) { dblab, _ in
            let run = try await dblab("instance", "full-refresh", "--watch")
            #expect(run.status == 1)
            #expect(
                run.error.hasPrefix("[ERROR]: the refresh failed: wrong password. The last snapshot and all clones")
            )
            #expect(run.error.hasSuffix("tries again in 30 s\n"))
        }
    }

    @Test func withoutWatchItOnlyStarts() async throws {
        try await DBLabProgram.with(Self.script("")) { dblab, stub in
            let started = try await dblab("instance", "full-refresh")
            #expect(started.output == "Full refresh started\n")
            #expect(stub.requests.map(\.line) == ["POST /full-refresh"])
        }
    }

    @Test func statusAndVersionAreJSON() async throws {
        try await DBLabProgram.with { request in
            request.line == "GET /healthz"
                ? .json(200, #"{"version": "v1", "edition": "community", "instanceID": "i", "startedAt": null}"#)
                : .json(
                    200,
                    #"{"status": {"code": "OK"}, "engine": {}, "pools": [{"name": "p", "fileSystem": {"free": 2048}}], "cloning": {}, "retrieving": {}, "provisioner": {}}"#
                )
        } then: { dblab, _ in
            let status = try await dblab("instance", "status")
            #expect(status.output.contains("\"free\": \"2.0 KiB\""))
            let version = try await dblab("instance", "version")
            #expect(
                version.output
                    == "{\n    \"edition\": \"community\",\n    \"instanceID\": \"i\",\n    \"version\": \"v1\"\n}\n"
            )
            let text = try await dblab("instance", "status", "--output", "text").output
            #expect(text.contains("Pool:        p ()"))
        }
    }

    @Test func snapshotCommandsSpeakAsInDBLab() async throws {
        try await DBLabProgram.with { request in
            request.line == "GET /snapshots"
                ? .json(200, #"[{"id": "p@s", "logicalSize": 1024}]"#)
                : .json(200, #"{"id": "p@s", "status": "OK", "message": "Deleted snapshot"}"#)
        } then: { dblab, stub in
            let list = try await dblab("snapshot", "list")
            #expect(list.output.contains("\"logicalSize\": \"1.0 KiB\""))
            let deleted = try await dblab("snapshot", "delete", "p@s")
            #expect(deleted.output == "Deleted snapshot 'p@s'\n")
            _ = try await dblab("snapshot", "delete", "--force", "p@s")
            _ = try await dblab("snapshot", "create", "--clone-id", "c", "--message", "m")
            _ = try await dblab("snapshot", "update", "--protected", "p@s")
            #expect(
                stub.requests.map(\.line) == [
                    "GET /snapshots", "DELETE /snapshot/p@s", "DELETE /snapshot/p@s?force=true", "POST /snapshot/clone",
                    "PATCH /snapshot/p@s",
                ]
            )
        }
    }
}
