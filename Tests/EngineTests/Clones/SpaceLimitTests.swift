import Foundation
import Runtime
import Storage
import StorageConformance
import SystemPackage
import Testing

@testable import Engine

@Suite struct SpaceLimitTests {
    private static func policy() throws -> Live<CloningPolicy> {
        Live(CloningPolicy(ports: try Fixture.ports(10, from: 46_900), maxSpace: 1000))
    }

    @Test func whoHoldsTooMuchIsStoppedAndKeepsHisData() async throws {
        try await CrashScene.with(.copy) { scene in
            let engine = try await scene.engine()
            let (greedy, modest) = (try await engine.readyClone("a"), try await engine.readyClone("b"))
            let limit = SpaceLimit(catalog: engine.catalog, runtime: engine.runtime, policy: try Self.policy())
            try await limit.enforce(.init(held: [greedy.uid: 1001, modest.uid: 1000]))
            let stopped = try #require(try engine.catalog.clone("a"))
            #expect(stopped.phase == .failed && stopped.failure?.retryAt == nil)
            #expect(stopped.failure?.message.hasPrefix("It holds 1001 B of its pool, and 1000 B are allowed.") == true)
            #expect(try await engine.runtime.state(of: greedy.server(revision: 1)) == nil)
            #expect(try await engine.runtime.state(of: modest.server(revision: 1)) == .running)
            #expect(try engine.catalog.clone("b")?.phase == .ready)
            let directory = try await engine.pools.selected.driver.directory(of: greedy.dataset(revision: 1))
            #expect(FileManager.default.fileExists(atPath: directory.string))
        }
    }

    @Test func whatACrashLeftHalfDoneIsFinished() async throws {
        try await CrashScene.with(.copy) { scene in
            let engine = try await scene.engine()
            let clone = try await engine.readyClone("a")
            let limit = SpaceLimit(catalog: engine.catalog, runtime: engine.runtime, policy: try Self.policy())
            try engine.catalog.updateClone("a", event: "clone.failed") {
                $0.phase = .failed
                $0.failure = CloneFailure(step: "space", message: "m", attempts: 1, retryAt: nil)
            }
            try await limit.enforce(.init(held: [clone.uid: 2000]))
            #expect(try await engine.runtime.state(of: clone.server(revision: 1)) == nil)
            #expect(try engine.catalog.clone("a")?.failure?.message == "m")
        }
    }

    @Test func whoGrowsMostIsStoppedBeforeThePoolIsFull() async throws {
        try await CrashScene.with(.copy) { scene in
            let engine = try await scene.engine()
            let (large, greedy) = (try await engine.readyClone("large"), try await engine.readyClone("greedy"))
            let policy = CloningPolicy(ports: try Fixture.ports(10, from: 46_900), reserve: 1000)
            let limit = SpaceLimit(catalog: engine.catalog, runtime: engine.runtime, policy: Live(policy))
            var look = SpaceLimit.Look(
                held: [large.uid: 9010, greedy.uid: 300],
                heldBefore: [large.uid: 9000, greedy.uid: 100],
                spaces: [greedy.pool: PoolSpace(size: 10_000, free: 500)]
            )
            try await limit.enforce(look)
            #expect(try engine.catalog.clone("greedy")?.phase == .ready, "half of the reserve is still there")
            look.spaces[greedy.pool] = PoolSpace(size: 10_000, free: 499)
            try await limit.enforce(look)
            let stopped = try #require(try engine.catalog.clone("greedy"))
            #expect(stopped.phase == .failed && stopped.failure?.message.contains("grew most, by 200 B") == true)
            #expect(try await engine.runtime.state(of: greedy.server(revision: 1)) == nil)
            #expect(try await engine.runtime.state(of: large.server(revision: 1)) == .running)
            #expect(try engine.catalog.clone("large")?.phase == .ready)
            // Nobody who stands still is to blame.
            look.held = look.heldBefore
            try await limit.enforce(look)
            #expect(try engine.catalog.clone("large")?.phase == .ready)
        }
    }

    @Test func aPoolBelowItsReserveGetsNoClone() throws {
        let catalog = try Fixture.catalog()
        try catalog.insertSnapshot(Fixture.snapshot("pool@s"))
        let policy = CloningPolicy(ports: try Fixture.ports(10, from: 46_900), reserve: 1 << 20)
        var service = CloneService(catalog: catalog, policy: policy, queue: WorkQueue())
        service.space = { _ in PoolSpace(size: 1 << 30, free: 1 << 19) }
        let error = #expect(throws: EngineError.self) { try service.create(Fixture.request("a")) }
        #expect(error?.code == .exhausted)
        #expect(error?.message == "pool \"pool\" has 512.0 KiB free, less than its reserve of 1.0 MiB")
        #expect(try catalog.clones().isEmpty)
        service.space = { _ in PoolSpace(size: 1 << 30, free: 1 << 20) }
        _ = try service.create(Fixture.request("a"))
    }

    @Test func thereAreNoMoreClonesThanAllowed() throws {
        let catalog = try Fixture.catalog()
        try catalog.insertSnapshot(Fixture.snapshot("pool@s"))
        let policy = CloningPolicy(ports: try Fixture.ports(10, from: 46_900), maxClones: 3, maxClonesPerOwner: 1)
        let service = CloneService(catalog: catalog, policy: policy, queue: WorkQueue())
        func create(_ id: String, _ owner: String?) throws {
            var request = Fixture.request(id)
            request.owner = owner
            _ = try service.create(request)
        }
        try create("a", "neal")
        let own = #expect(throws: EngineError.self) { try create("b", "neal") }
        #expect(own?.message == "neal has 1 clones already, and 1 are allowed")
        try create("c", nil)
        try create("d", nil)
        let all = #expect(throws: EngineError.self) { try create("e", "ann") }
        #expect(all?.code == .exhausted && all?.message == "there are 3 clones already, and 3 are allowed")
        try service.destroy("a")
        try create("f", "neal")
    }
}
