import Engine
import FoundationEssentials
import Synchronization
import Testing

@Suite struct IdleSweepTests {
    let scene: SweepScene

    init() throws {
        scene = try SweepScene(LifetimePolicy(maxIdle: .seconds(600), maxDeletionsPerTick: 3))
        try scene.catalog.insertSnapshot(Fixture.snapshot())
    }

    private func watch(_ sweep: IdleSweep, minutes: Int, _ meanwhile: (Int) -> Void = { _ in }) async throws {
        for minute in 0..<minutes {
            scene.pass(60)
            meanwhile(minute)
            try await sweep.tick()
        }
    }

    @Test func onlyWhatNobodyUsesGoes() async throws {
        for id in ["idle", "protected", "inTransaction", "visited", "away"] { try scene.addClone(id) }
        try scene.catalog.updateClone("protected", event: "clone.updated") { $0.isProtected = true }
        scene.see(Use(isBusy: true, fingerprint: "same"), of: "inTransaction")
        scene.see(nil, of: "away")
        let sweep = scene.idleSweep()
        try await watch(sweep, minutes: 10) { minute in
            if minute == 5 { scene.see(Use(isBusy: false, fingerprint: "another"), of: "visited") }
        }
        #expect(try scene.clones().count == 5, "what was before the first look does not count")
        try await watch(sweep, minutes: 1)
        #expect(try scene.clones() == ["protected", "inTransaction", "visited", "away"])
        let event = try #require(try scene.catalog.events(subject: "clone:idle").last)
        #expect(event.payload.contains(#""reason":"idle""#))
        try await watch(sweep, minutes: 5)
        #expect(try scene.clones() == ["protected", "inTransaction", "away"])
    }

    @Test func whatIsNotReadyOrHasSnapshotsStays() async throws {
        for id in ["failed", "resetting", "committed"] { try scene.addClone(id) }
        try scene.catalog.updateClone("failed", event: "clone.failed") { $0.phase = .failed }
        try scene.catalog.updateClone("resetting", event: "clone.resetting") { $0.phase = .pending }
        let uid = try scene.service.clone("committed").uid
        try scene.catalog.insertSnapshot(Fixture.snapshot("pool@commit", dataset: "clone-\(uid)-r1"))
        try await watch(scene.idleSweep(), minutes: 20)
        #expect(try scene.clones() == ["failed", "resetting", "committed"])
    }

    @Test func aNewEngineDoesNotCountWhatItDidNotSee() async throws {
        try scene.addClone("idle")
        try await watch(scene.idleSweep(), minutes: 9)
        scene.pass(86400)
        let next = scene.idleSweep()
        try await watch(next, minutes: 2)
        #expect(try scene.clones() == ["idle"])
        try await watch(next, minutes: 1)
        #expect(try scene.clones() == [], "what the engine before it saw counts")
    }

    @Test func aClockThatIsSetDeletesNothing() async throws {
        try scene.addClone("idle")
        let sweep = scene.idleSweep()
        try await watch(sweep, minutes: 3)
        scene.setClock(by: 86400)
        try await watch(sweep, minutes: 7)
        #expect(try scene.clones() == ["idle"])
        scene.setClock(by: -86400)
        try await watch(sweep, minutes: 10)
        #expect(try scene.clones() == ["idle"], "the clock is in doubt")
        try await watch(sweep, minutes: 11)
        #expect(try scene.clones() == [])
    }

    @Test func aProtectionThatEndsLeavesTime() async throws {
        try scene.addClone("leased")
        let sweep = scene.idleSweep()
        try await watch(sweep, minutes: 9)
        try scene.catalog.updateClone("leased", event: "clone.updated") { $0.isProtected = true }
        try await watch(sweep, minutes: 60)
        try scene.catalog.updateClone("leased", event: "clone.updated") { $0.isProtected = false }
        try await watch(sweep, minutes: 10)
        #expect(try scene.clones() == ["leased"])
        try await watch(sweep, minutes: 1)
        #expect(try scene.clones() == [])
    }

    @Test func oneSweepDestroysOnlySoManyAndNoneIfNoneMayGo() async throws {
        for id in ["a", "b", "c", "d"] { try scene.addClone(id) }
        let sweep = scene.idleSweep()
        try await watch(sweep, minutes: 11)
        #expect(try scene.clones().count == 1)
        scene.policy.withLock { $0.maxIdle = nil }
        try await watch(sweep, minutes: 60)
        #expect(try scene.clones().count == 1)
    }
}
