import API
import Engine
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct SnapshotRoutesTests {
    @Test func lists() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@old", age: 1000)
        try engine.addSnapshot("pool@new")
        try engine.addClone("a")
        try await engine.test { requests in
            let snapshots = try await requests.get("/snapshots?branch=main&dataset=pool").value([API.Snapshot].self)
            #expect(snapshots.map(\.id) == ["pool@new", "pool@old"])
            #expect(snapshots.map(\.clones) == [["a"], []])
            _ = try await requests.get("/snapshots?branch=nope").error(.notFound)
            _ = try await requests.get("/snapshots?dataset=nope").error(.notFound)
        }
    }

    @Test(arguments: ["pool@new", "pool/branch/dev/c1/r0@20260101010101", "p:q@r"])
    func idsMayHoldSlashesRawOrEncoded(_ id: String) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot(id)
        let encoded = id.replacing("/", with: "%2F").replacing("@", with: "%40").replacing(":", with: "%3a")
        try await engine.test { requests in
            for path in [id, encoded, id + "/"] {
                let snapshot = try await requests.get("/snapshot/\(path)").value(API.Snapshot.self)
                #expect(snapshot.id == id)
            }
        }
    }

    @Test func protectsOrSchedulesDeletion() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try await engine.test { requests in
            let protected = try await requests.send(.patch, "/snapshot/pool@s", json: #"{"protected":true}"#)
            #expect(try protected.value(API.Snapshot.self).protected)
            let refused = try await requests.send(.delete, "/snapshot/pool@s").error(.badRequest)
            #expect(refused.message == "snapshot pool@s is protected")

            let later = try await requests.send(
                .patch,
                "/snapshot/pool@s",
                json: #"{"deleteAt":"2031-01-01T00:00:00Z"}"#
            )
            .value(API.Snapshot.self)
            #expect(!later.protected)
            #expect(later.deleteAt?.description == "2031-01-01T00:00:00Z")
        }
    }

    @Test(arguments: [
        ("{}", "nothing to update: specify protected or deleteAt"), ("", "nothing to update"),
        ("null", "nothing to update"),
        (#"{"protected":true,"deleteAt":"2031-01-01T00:00:00Z"}"#, "cannot enable protection"),
        (#"{"protected":"yes"}"#, "`protected`"), (#"{"deleteAt":"soon"}"#, "`deleteAt`"),
        (#"{"deleteAt":1}"#, "`deleteAt`"),
        (#"{"protected":true,"protectionDurationMinutes":-1}"#, "`protectionDurationMinutes`"),
    ])
    func wrongChangesAreRefused(_ body: String, names: String) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try await engine.test { requests in
            let error = try await requests.send(.patch, "/snapshot/pool@s", json: body).error(.badRequest)
            #expect(error.message.contains(names))
            #expect(try engine.catalog.snapshot("pool@s")?.isProtected == false)
        }
    }

    @Test func deletionNamesTheClonesInTheWay() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try engine.addClone("a")
        try await engine.test { requests in
            let error = try await requests.send(.delete, "/snapshot/pool@s").error(.conflict)
            #expect(error.message.contains("dependent clones: a"))
            let force = try await requests.send(.delete, "/snapshot/pool@s?force=maybe").error(.badRequest)
            #expect(force.message == "invalid value for `force`, must be boolean")
            _ = try await requests.send(.delete, "/snapshot/nope").error(.notFound)
        }
    }

    @Test func deletesAndAnswersWhenItIsGone() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@s")
        try await engine.test { requests in
            async let response = requests.send(.delete, "/snapshot/pool@s?force=true")
            try await engine.eventually("snapshot.deleting")
            try engine.catalog.deleteSnapshot("pool@s")
            #expect(try await response.value(Acknowledgement.self) == Acknowledgement(message: "Deleted snapshot"))
        }
    }

    @Test func takesASnapshotByARefresh() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            async let response = requests.send(.post, "/snapshot", json: #"{"poolName":"pool"}"#)
            try await engine.eventually("refresh.started")
            let snapshot = try engine.makeSnapshot("pool@new")
            let refresh = try #require(try engine.catalog.runningRefresh()?.id)
            _ = try engine.catalog.finishRefresh(refresh, with: snapshot, report: RefreshReportFixture.empty)
            let answer = try await response.value(API.Snapshot.self)
            #expect(answer.id == "pool@new")
            #expect((answer.used, answer.logicalReferenced) == (1_000_000, 2_000_000))
        }
    }

    @Test func snapshotRequestsAreChecked() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            _ = try await requests.send(.post, "/snapshot", json: #"{"poolName":"nope"}"#).error(.notFound)
            let error = try await requests.send(.post, "/snapshot", json: #"{"poolName":1}"#).error(.badRequest)
            #expect(error.message.contains("`poolName`"))
            #expect(try engine.catalog.refreshes().isEmpty)
        }
    }
}
