import FoundationEssentials
import StubEngine
import SystemPackage
import Testing

@testable import CLI

@Suite struct ObservationCommandTests {
    private static let session = """
        {"session_id": 7, "started_at": "2026-01-01T00:00:00Z", "finished_at": "0001-01-01T00:00:00Z", "tags": null,
         "config": {"observation_interval": 5, "max_lock_duration": 10, "max_duration": 3600}}
        """

    private func with(
        _ answer: StubAnswer,
        then body: @escaping @Sendable (DBLabProgram, StubEngine) async throws -> Void
    ) async throws {
        try await StubEngine.with { _ in
            answer
        } _: { stub in
            try await DBLabProgram.with { dblab in
                try await dblab.initialize(stub.url)
                try await body(dblab, stub)
            }
        }
    }

    @Test func startSendsOptionsAndVariables() async throws {
        try await with(.json(200, Self.session)) { dblab, stub in
            let run = try await dblab(
                "clone",
                "start-observation",
                "--observation-interval",
                "5",
                "--tags",
                "a=b",
                "--tags=c=d",
                "--db-name",
                "shop",
                "c",
                environment: ["DBLAB_MAX_LOCK_DURATION": "3", "DBLAB_OBSERVATION_INTERVAL": "9"]
            )
            #expect(run.output.contains("\"session_id\": 7") && run.output.contains("\"0001-01-01T00:00:00Z\""))
            #expect(stub.requests.map(\.line) == ["POST /observation/start"])
            #expect(
                stub.requests.first?.body
                    == #"{"clone_id":"c","config":{"max_duration":0,"max_lock_duration":3,"observation_interval":5},"db_name":"shop","tags":{"a":"b","c":"d"}}"#
            )
        }
    }

    @Test func stopAndSummaryNameTheSession() async throws {
        try await with(.json(200, Self.session)) { dblab, stub in
            _ = try await dblab("clone", "stop-observation", "c")
            let summary = try await dblab(
                "clone",
                "summary-observation",
                "--clone-id",
                "c",
                environment: ["DBLAB_OBSERVATION_SESSION_ID": "7"]
            )
            #expect(summary.status != 0 && summary.error.contains("duration"), "\(summary)")
            #expect(stub.requests.map(\.line) == ["POST /observation/stop", "GET /observation/summary/c/7"])
            #expect(stub.requests.first?.body == #"{"clone_id":"c","overall_error":false}"#)
        }
    }

    @Test(arguments: ["--output", "-o", "--file"])
    func downloadsWhereItIsTold(option: String) async throws {
        try await with(.json(200, "[1]")) { dblab, stub in
            let path = dblab.home.appending("x.json").string
            let run = try await dblab(
                "clone",
                "download-artifact",
                "--clone-id",
                "c",
                "--session-id",
                "7",
                "--artifact-type",
                "log_errors",
                option,
                path
            )
            #expect(run.output == "The file has been successfully downloaded: \(path)\n")
            #expect(
                stub.requests.map(\.line) == [
                    "GET /observation/download?artifact_type=log_errors&clone_id=c&session_id=7"
                ]
            )
            #expect(try Data(contentsOf: URL(filePath: path)) == Data("[1]".utf8))
        }
    }

    @Test(arguments: [
        (["clone", "start-observation"], "CLONE_ID"),
        (["clone", "start-observation", "c", "--max-duration", "soon"], "--max-duration"),
        (["clone", "start-observation", "c", "--max-duration=-1"], "--max-duration"),
        (["clone", "start-observation", "c", "--tags", "x"], "--tags"),
        (["clone", "stop-observation", "../c"], "CLONE_ID"),
        (["clone", "summary-observation", "--session-id", "1"], "--clone-id"),
        (["clone", "summary-observation", "--clone-id", "c"], "--session-id"),
        (["clone", "summary-observation", "--clone-id", "c", "--session-id", "x"], "--session-id"),
        (["clone", "download-artifact", "--clone-id", "c", "--session-id", "1"], "--artifact-type"),
        (
            ["clone", "download-artifact", "--clone-id", "c", "--session-id", "1", "--artifact-type", "../x"],
            "--artifact-type"
        ),
    ])
    func badArgumentsAreRefusedByName(arguments: [String], named: String) async throws {
        try await with(.json(200, "{}")) { dblab, stub in
            let run = try await dblab.run(arguments)
            #expect(run.status == 2 && run.error.hasPrefix("[ERROR]: ") && run.error.contains(named))
            #expect(stub.requests.isEmpty)
        }
    }
}
