import Engine
import Foundation
import Testing

@Suite struct CloneServiceTests {
    let catalog: Catalog
    let service: CloneService

    init() throws {
        catalog = try Fixture.catalog()
        try catalog.insertSnapshot(Fixture.snapshot())
        let policy = CloningPolicy(ports: try Fixture.ports(4, from: 41230))
        service = CloneService(catalog: catalog, policy: policy, queue: WorkQueue())
    }

    @Test func withoutASnapshotThereIsNoClone() throws {
        let empty = CloneService(catalog: try Fixture.catalog(), policy: service.policy, queue: WorkQueue())
        let error = #expect(throws: EngineError.self) { try empty.create(Fixture.request()) }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.message == "no available snapshots")
    }

    @Test func withoutASandboxThereAreNoSuperusers() throws {
        var service = service
        service.sandboxGap = "Bubblewrap is not installed."
        var request = Fixture.request()
        let error = #expect(throws: EngineError.self) { try service.create(request) }
        #expect(error?.code == .failedPrecondition)
        #expect(error?.message.contains("Bubblewrap is not installed.") == true)
        request.isRestricted = true
        #expect(try service.create(request).isRestricted)
    }

    @Test func anUnknownBranchIsNamed() throws {
        var request = Fixture.request()
        request.branch = "feature"
        let error = #expect(throws: EngineError.self) { try service.create(request) }
        #expect(error?.code == .notFound)
        #expect(error?.message == "branch not found")
    }

    @Test func aResetKeepsIdentityAndRaisesTheRevision() throws {
        let clone = try service.create(Fixture.request())
        let reset = try service.reset("a", to: .sameSnapshot)
        #expect(reset.revision == 2)
        #expect(reset.port == clone.port)
        #expect(reset.uid == clone.uid)
        #expect(reset.verifier == clone.verifier)
        #expect(try service.reset("a", to: .sameSnapshot).revision == 3)
    }

    @Test func aResetMayChangeTheSnapshot() throws {
        _ = try service.create(Fixture.request())
        let newer = try Fixture.snapshot("pool@newer", dataset: "base-b", age: -100)
        try catalog.insertSnapshot(newer)
        #expect(try service.reset("a", to: .latestSnapshot).snapshot == newer.id)
        #expect(try service.reset("a", to: .snapshot("pool@snapshot_20260101000000")).snapshot != newer.id)
        let error = #expect(throws: EngineError.self) { try service.reset("a", to: .snapshot("nothing")) }
        #expect(error?.code == .notFound)
    }

    @Test func aProtectedCloneIsNotDestroyed() throws {
        var request = Fixture.request()
        request.isProtected = true
        _ = try service.create(request)
        let error = #expect(throws: EngineError.self) { try service.destroy("a") }
        #expect(error?.message == "clone is protected")
        try catalog.updateClone("a", event: "clone.updated") { $0.protectedUntil = Date(timeIntervalSinceNow: -1) }
        try service.destroy("a")
        #expect(try service.clone("a").intent == .absent)
    }

    @Test func destroyingTwiceIsFineAndAResetThenIsNot() throws {
        _ = try service.create(Fixture.request())
        try service.destroy("a")
        try service.destroy("a")
        let error = #expect(throws: EngineError.self) { try service.reset("a", to: .sameSnapshot) }
        #expect(error?.code == .failedPrecondition)
    }

    @Test(arguments: ["reset", "destroy", "retry", "update"])
    func anUnknownCloneIsNotFound(_ verb: String) {
        let error = #expect(throws: EngineError.self) {
            switch verb {
            case "reset": _ = try service.reset("nobody", to: .sameSnapshot)
            case "destroy": try service.destroy("nobody")
            case "retry": _ = try service.retry("nobody")
            default: _ = try service.update("nobody", LifetimeChange(isProtected: true))
            }
        }
        #expect(error?.code == .notFound)
        #expect(error?.message == "clone not found")
    }

    @Test func aRetryClearsTheFailure() throws {
        _ = try service.create(Fixture.request())
        try catalog.updateClone("a", event: "clone.failed") {
            $0.phase = .failed
            $0.failure = CloneFailure(step: "startServer", message: "it ended", attempts: 1, retryAt: nil)
        }
        let clone = try service.retry("a")
        #expect(clone.failure == nil)
        #expect(clone.phase == .pending)
    }

    @Test func waitingEndsWhenTheCloneIsReadyOrGone() async throws {
        _ = try service.create(Fixture.request())
        let service = service
        async let ready = service.settled("a", within: .seconds(60))
        try catalog.updateClone("a", event: "clone.ready") { $0.phase = .ready }
        #expect(try await ready?.phase == .ready)
        try service.destroy("a")
        async let gone = service.settled("a", within: .seconds(60))
        try catalog.deleteClone("a")
        #expect(try await gone == nil)
    }
}
