import API
import Engine
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct CloneRoutesTests {
    static let request = #"{"id":"a","db":{"username":"jworks","password":"rocks"}}"#

    @Test func creates() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            let response = try await requests.send(.post, "/clone", json: Self.request)
            #expect(response.status == .created)
            let clone = try response.value(API.Clone.self)
            #expect(clone.id == "a")
            #expect(clone.status == CloneStatus(.creating))
            #expect(clone.db == CloneDatabase(username: "jworks", dbName: "postgres"))
            #expect(clone.warnings?.count == 1)
            #expect(clone.snapshot?.clones == ["a"])
            let stored = try #require(try engine.catalog.clone("a"))
            #expect(stored.verifier.hasPrefix("SCRAM-SHA-256$"))
            #expect(!response.text.contains("rocks"))
        }
    }

    @Test func generatesAnID() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            let json = #"{"db":{"username":"neal","password":"neal is awesome, really"}}"#
            let clone = try await requests.send(.post, "/clone", json: json).value(API.Clone.self)
            #expect(clone.id.count == 20)
            #expect(clone.warnings == nil)
        }
    }

    @Test func theSameIDTwiceIsAConflict() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            _ = try await requests.send(.post, "/clone", json: Self.request)
            let error = try await requests.send(.post, "/clone", json: Self.request).error(.conflict)
            #expect(error.code == "CONFLICT")
            #expect(error.message == "clone with ID \"a\" already exists")
            #expect(try engine.catalog.clones().count == 1)
        }
    }

    @Test func showsAReadyClone() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let stored = try engine.addClone("a")
        try await engine.test { requests in
            let clone = try await requests.get("/clone/a/").value(API.Clone.self)
            #expect(clone.status == CloneStatus(.ok))
            #expect(clone.db.host == "db.example")
            #expect(clone.db.port == "\(stored.port)")
            #expect(clone.db.connStr == "host=db.example port=\(stored.port) user=neal dbname=shop")
            #expect(clone.metadata.cloningTime == 0.25)
            #expect(clone.metadata.logicalSize == 2_000_000)
            #expect(try await requests.get("/clones").value([API.Clone].self).map(\.id) == ["a"])
        }
    }

    /// As the page asks, to which a clone that is gone is no error.
    @Test func listsOneCloneOrNone() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        for id in ["a", "b"] { try engine.addClone(id) }
        try await engine.test { requests in
            let one = try await requests.get("/clones?id=a").value([API.Clone].self)
            #expect(one == [try await requests.get("/clone/a").value(API.Clone.self)])
            #expect(try await requests.get("/clones?id=c").value([API.Clone].self).isEmpty)
            #expect(try await requests.get("/clones?id=").value([API.Clone].self).count == 2)
        }
    }

    @Test(arguments: [
        (DomainPhase.pending, false, "CREATING"), (.provisioning, false, "CREATING"),
        (.ready, false, "OK"), (.cloning, true, "RESETTING"), (.starting, true, "RESETTING"),
        (.deleting, true, "DELETING"), (.failed, false, "FATAL"),
    ])
    func tellsItsState(_ phase: DomainPhase, wasReady: Bool, code: String) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a", phase: wasReady ? .ready : .pending)
        try engine.setPhase(
            of: "a",
            to: phase,
            failure: phase == .failed
                ? CloneFailure(step: "startServer", message: "no", log: ["x", "y"], attempts: 1, retryAt: nil) : nil
        )
        try await engine.test { requests in
            let status = try await requests.get("/clone/a").value(API.Clone.self).status
            #expect(status.code.rawValue == code)
            if phase == .failed { #expect((status.message, status.detail ?? "") == ("no", "x\ny")) }
        }
    }

    @Test func anUnknownCloneIsNotFound() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            let calls: [(HTTPRequest.Method, String)] = [
                (.get, "/clone/x"), (.delete, "/clone/x"), (.patch, "/clone/x"), (.post, "/clone/x/reset"),
                (.post, "/clone/x/retry"),
            ]
            for (method, path) in calls {
                let error = try await requests.send(method, path, json: "{}").error(.notFound)
                #expect((error.code, error.message) == ("NOT_FOUND", "clone not found"))
            }
        }
    }

    @Test func resetsAndDestroysWithEmptyAnswers() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            let reset = try await requests.send(.post, "/clone/a/reset")
            #expect((reset.status, reset.text) == (.ok, ""))
            #expect(try await requests.get("/clone/a").value(API.Clone.self).status == CloneStatus(.resetting))
            let destroyed = try await requests.send(.delete, "/clone/a")
            #expect((destroyed.status, destroyed.text) == (.ok, ""))
            #expect(try await requests.get("/clone/a").value(API.Clone.self).status == CloneStatus(.deleting))
        }
    }

    @Test func resetsToAnotherSnapshot() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot("pool@old", age: 1000)
        try engine.addSnapshot("pool@new")
        try engine.addClone("a")
        try await engine.test { requests in
            _ = try await requests.send(.post, "/clone/a/reset", json: #"{"snapshotID":"pool@old","latest":false}"#)
            #expect(try engine.catalog.clone("a")?.snapshot == "pool@old")
            _ = try await requests.send(.post, "/clone/a/reset", json: #"{"latest":true}"#)
            #expect(try engine.catalog.clone("a")?.snapshot == "pool@new")
            let both = #"{"snapshotID":"pool@old","latest":true}"#
            let error = try await requests.send(.post, "/clone/a/reset", json: both).error(.badRequest)
            #expect(error.message == "parameters `latest` and `snapshot ID` must not be specified together")
            _ = try await requests.send(.post, "/clone/a/reset", json: #"{"snapshotID":"x"}"#).error(.notFound)
        }
    }

    @Test func protects() async throws {
        let engine = try TestEngine(protectionMaxMinutes: 60)
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            let protected = try await requests.send(.patch, "/clone/a", json: #"{"protected":true}"#)
            #expect(try protected.value(API.Clone.self).protected)
            #expect(try protected.value(API.Clone.self).protectedTill != nil)
            let error = try await requests.send(.delete, "/clone/a").error(.badRequest)
            #expect(error.message == "clone is protected")
            let free = try await requests.send(.patch, "/clone/a", json: "{}")
            #expect(try !free.value(API.Clone.self).protected)
            #expect(try await requests.send(.delete, "/clone/a").status == .ok)
        }
    }

    @Test func schedulesDeletion() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        let moment = "2031-01-01T00:00:00Z"
        try await engine.test { requests in
            let later = try await requests.send(.patch, "/clone/a", json: #"{"deleteAt":"\#(moment)"}"#)
            #expect(try later.value(API.Clone.self).deleteAt?.description == moment)
            let kept = try await requests.send(.patch, "/clone/a", json: #"{"protected":true}"#)
            #expect(try kept.value(API.Clone.self).deleteAt == nil, "protection takes it back")
            _ = try await requests.send(.patch, "/clone/a", json: #"{"deleteAt":"\#(moment)"}"#)
            let never = try await requests.send(.patch, "/clone/a", json: #"{"deleteAt":""}"#)
            #expect(try never.value(API.Clone.self).deleteAt == nil)
            let new = #"{"id":"b","deleteAt":"\#(moment)","db":{"username":"neal","password":"nealisawesome"}}"#
            let created = try await requests.send(.post, "/clone", json: new)
            #expect(try created.value(API.Clone.self).deleteAt?.description == moment)
        }
    }

    @Test(arguments: [
        ("/clone/a", #"{"protected":true,"deleteAt":"2031-01-01T00:00:00Z"}"#, "cannot enable protection"),
        ("/clone/a", #"{"deleteAt":"soon"}"#, "`deleteAt`"), ("/clone/a", #"{"deleteAt":5}"#, "`deleteAt`"),
    ])
    func wrongLifetimesAreRefused(_ path: String, body: String, names: String) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let clone = try engine.addClone("a")
        try await engine.test { requests in
            let error = try await requests.send(.patch, path, json: body).error(.badRequest)
            #expect(error.message.contains(names))
            #expect(try engine.catalog.clone("a") == clone)
        }
    }

    @Test func retriesAFailedClone() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let failure = CloneFailure(step: "startServer", message: "no", attempts: 1, retryAt: nil)
        try engine.addClone("a", phase: .failed, failure: failure)
        try await engine.test { requests in
            let clone = try await requests.send(.post, "/clone/a/retry").value(API.Clone.self)
            #expect(clone.status == CloneStatus(.creating))
        }
    }

    @Test func manyCreateAtOnce() async throws {
        let engine = try TestEngine(portCount: 400)
        try engine.addSnapshot()
        try await engine.test { requests in
            try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
                for number in 0..<60 {
                    let json = #"{"id":"c\#(number / 2)","db":{"username":"u","password":"p"}}"#
                    group.addTask { try await requests.send(.post, "/clone", json: json).status }
                }
                let statuses = try await group.reduce(into: [HTTPResponse.Status: Int]()) { $0[$1, default: 0] += 1 }
                #expect(statuses == [.created: 30, .conflict: 30])
            }
            let ports = try engine.catalog.clones().map(\.port)
            #expect(Set(ports).count == 30)
        }
    }
}
