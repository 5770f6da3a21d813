import API
import Engine
import Foundation
import HTTPTypes
import Testing

@Suite struct ObservationRoutesTests {
    @Test(arguments: [
        ("", "missing observation request"),
        ("null", "missing observation request"),
        ("[]", "an object"),
        (#"{"clone_id": 5}"#, "clone_id"),
        (#"{"clone_id": ""}"#, "clone_id"),
        (#"{"clone_id": "c", "config": {"observation_interval": -1}}"#, "config.observation_interval"),
        (#"{"clone_id": "c", "config": {"max_lock_duration": 99999999}}"#, "config.max_lock_duration"),
        (#"{"clone_id": "c", "config": {"max_duration": "x"}}"#, "max_duration"),
        (#"{"clone_id": "c", "config": {"max_duration": 1.5}}"#, "max_duration"),
        (#"{"clone_id": "c", "tags": {"a": 1}}"#, "tags"),
        (#"{"clone_id": "c", "db_name": "\#(String(repeating: "x", count: 64))"}"#, "db_name"),
        (#"{"clone_id": "c", "db_name": "a\u0000b"}"#, "db_name"),
    ])
    func badStartsAreRefusedByName(body: String, named: String) async throws {
        try await TestEngine().test { requests in
            let answer = try await requests.send(.post, "/observation/start", json: body)
            let error = try answer.error(.badRequest)
            #expect(error.code == "BAD_REQUEST" && error.message.contains(named), "\(error.message)")
        }
    }

    @Test func whatIsNotThereIsSaidInDBLabsWords() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("new", phase: .cloning)
        try await engine.test { requests in
            let words = "Requested object does not exist. Specify your request."
            for (path, body) in [("start", #"{"clone_id": "x"}"#), ("stop", #"{"clone_id": "new"}"#)] {
                let answer = try await requests.send(.post, "/observation/\(path)", json: body)
                #expect(try answer.error(.notFound).message == words)
            }
            #expect(try await requests.get("/observation/summary/new/5").error(.notFound).message == words)
            let query = "artifact_type=log_errors&clone_id=new&session_id=5"
            #expect(try await requests.get("/observation/download?\(query)").error(.notFound).message == words)
            let early = try await requests.send(.post, "/observation/start", json: #"{"clone_id": "new"}"#)
            #expect(try early.error(.badRequest).message == "clone is not ready")
        }
    }

    @Test func namesOfArtifactsAndSessionsAreChecked() async throws {
        try await TestEngine().test { requests in
            for type in ["../../etc/passwd", "nope", ""] {
                let answer = try await requests.get(
                    "/observation/download?artifact_type=\(type)&session_id=1&clone_id=c"
                )
                let message = try answer.error(.badRequest).message
                #expect(message == "artifact \"\(type)\" is not available to download")
            }
            for session in ["x", "-1", "1.5", "99999999999999999999"] {
                let summary = try await requests.get("/observation/summary/c/\(session)")
                #expect(try summary.error(.badRequest).message == "invalid session_id: 0")
            }
        }
    }

    @Test func aSessionIsShownAsInDBLab() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let clone = try engine.addClone("c")
        let settings = try ObservationSettings(interval: 5)
        let request = try ObservationRequest(clone: "c", settings: settings, tags: ["branch": "dev"])
        var observation = Observation(
            request,
            of: clone,
            database: "shop",
            now: Date(timeIntervalSince1970: 1_767_225_600)
        )
        observation.facts.initialSize = 20 << 20
        observation.facts.finalSize = 10 << 20
        observation.facts.longestStatement = 90.5
        observation.facts.add(LoggedError(type: "ERROR", message: "a", count: 2))
        observation = try engine.catalog.insertObservation(observation, limit: 9)
        try engine.catalog.updateObservation(observation.number, event: "observation.finished") {
            $0.state = .finished
            $0.finishedAt = $0.startedAt.addingTimeInterval(78.9)
        }
        try await engine.test { requests in
            let stopped = try await requests.send(.post, "/observation/stop", json: #"{"clone_id": "c"}"#)
            let session: ObservationSession = try stopped.value()
            #expect(session.result?.status == "failed" && session.tags == ["branch": "dev"])
            #expect(session.config == ObservationConfig(observationInterval: 5, maxLockDuration: 10, maxDuration: 3600))
            let summary: ObservationSummary = try await requests.get("/observation/summary/c/1").value()
            #expect(summary.duration.total == "1m18s" && summary.duration.longestQuery == "1m30.5s")
            #expect(summary.databaseSize.total == "10 MiB" && summary.databaseSize.diff == "-10 MiB")
            #expect(summary.logErrors == .init(count: 2, message: "a"))
        }
    }
}
