import Engine
import FoundationEssentials
import Testing

/// `cloning.maxLifetimeMinutes`: nobody keeps a clone for longer.
@Suite struct LongestLifeTests {
    private static let now = SweepScene.start
    private static let end = now + 3600

    private func request(_ change: (inout CloneDraft) -> Void = { _ in }) throws -> CloneRequest {
        var draft = CloneDraft(id: "a", username: "u", password: "a long enough password")
        change(&draft)
        let policy = CloningPolicy(ports: try Fixture.ports(1, from: 41200), maxLifetimeMinutes: 60)
        return try CloneRequestValidation(policy: policy).request(from: draft, now: Self.now) { _ in "verifier" }
    }

    @Test func aNewCloneGoesThen() throws {
        #expect(try request().deleteAt == Self.end)
        #expect(try request { $0.deleteAt = Self.now + 60 }.deleteAt == Self.now + 60)
        let protected = try request { $0.isProtected = true }
        #expect(protected.protectedUntil == Self.end && protected.deleteAt == nil)
    }

    @Test func laterMomentsAreRefusedWithTheLimit() throws {
        let error = #expect(throws: EngineError.self) { try request { $0.deleteAt = Self.end + 1 } }
        #expect(error?.message.contains("60 minutes") == true && error?.hint?.contains("maxLifetimeMinutes") == true)
    }

    @Test func changesDoNotProlongIt() throws {
        let policy = CloningPolicy(ports: try Fixture.ports(20, from: 41300), maxLifetimeMinutes: 60)
        let scene = try SweepScene(LifetimePolicy(maxLifetimeMinutes: 60))
        try scene.catalog.insertSnapshot(Fixture.snapshot())
        try scene.addClone("a")
        let made = try scene.service.clone("a").createdAt
        let service = CloneService(catalog: scene.catalog, policy: policy, queue: WorkQueue())
        #expect(try service.update("a", LifetimeChange(deletion: .never)).deleteAt == made + 3600)
        #expect(try service.update("a", LifetimeChange(isProtected: true)).protectedUntil == made + 3600)
        #expect(throws: EngineError.self) {
            try service.update("a", LifetimeChange(deletion: .at(made + 3700)))
        }
    }

    @Test func theEndOfAProtectionIsItsEnd() throws {
        let scene = try SweepScene(LifetimePolicy(maxLifetimeMinutes: 60))
        try scene.catalog.insertSnapshot(Fixture.snapshot())
        try scene.addClone("a") {
            ($0.createdAt, $0.isProtected, $0.protectedUntil) = (Self.now, true, Self.end)
        }
        let sweep = scene.expirySweep()
        try sweep.tick()
        scene.pass(3600)
        try sweep.tick()
        try sweep.tick()
        #expect(try scene.clones().isEmpty)
    }
}
