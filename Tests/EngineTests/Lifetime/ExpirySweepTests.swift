import Engine
import FoundationEssentials
import Testing

@Suite struct ExpirySweepTests {
    let scene: SweepScene

    init() throws {
        scene = try SweepScene(LifetimePolicy(expiryWarning: .seconds(3600), maxDeletionsPerTick: 2))
        try scene.catalog.insertSnapshot(Fixture.snapshot())
    }

    @Test func clonesGoAtTheirTimeAndNotBefore() throws {
        try scene.addClone("short") { $0.deleteAt = SweepScene.start + 60 }
        try scene.addClone("long") { $0.deleteAt = SweepScene.start + 600 }
        try scene.addClone("endless")
        let sweep = scene.expirySweep()
        scene.pass(59)
        try sweep.tick()
        #expect(try scene.clones() == ["short", "long", "endless"])
        scene.pass(1)
        try sweep.tick()
        #expect(try scene.clones() == ["long", "endless"])
        let event = try #require(try scene.catalog.events(subject: "clone:short").last)
        #expect(event.kind == "clone.deleting" && event.payload.contains(#""reason":"deleteAt""#))
    }

    @Test func aProtectionIsWarnedOfOnceThenEnds() throws {
        try scene.addClone("leased") {
            ($0.isProtected, $0.protectedUntil) = (true, SweepScene.start + 7200)
        }
        let sweep = scene.expirySweep()
        try sweep.tick()
        #expect(try !scene.kinds(of: "clone:leased").contains("clone.protectionExpiring"))
        scene.pass(3600)
        try sweep.tick()
        try scene.expirySweep().tick()
        let warnings = try scene.catalog.events(subject: "clone:leased").filter {
            $0.kind == "clone.protectionExpiring"
        }
        #expect(warnings.count == 1, "also not twice after a restart")
        let payload = try #require(warnings.first?.payload)
        #expect(
            payload.contains(#""expiresInHours":"1""#) && payload.contains(#""protectedUntil":"2027-01-15T10:00:00Z""#)
        )
        scene.pass(3600)
        try sweep.tick()
        try sweep.tick()
        let clone = try scene.service.clone("leased")
        #expect(!clone.isProtected && clone.protectedUntil == nil && clone.intent == .running)
        #expect(try scene.kinds(of: "clone:leased").filter { $0 == "clone.protectionExpired" }.count == 1)
    }

    @Test func snapshotsGoAtTheirTimeButNotFromUnderClones() throws {
        try scene.catalog.insertSnapshot(Fixture.snapshot("pool@old", dataset: "base-old", age: 60))
        try scene.catalog.insertSnapshot(Fixture.snapshot("pool@used", dataset: "base-used", age: 90))
        try scene.addClone("user", snapshot: "pool@used")
        for id in ["pool@old", "pool@used"] {
            try scene.catalog.updateSnapshot(id, event: "snapshot.updated") { $0.deleteAt = SweepScene.start }
        }
        let sweep = scene.expirySweep()
        try sweep.tick()
        #expect(try scene.snapshots() == ["pool@used", "pool@snapshot_20260101000000"])
        try scene.catalog.deleteClone("user")
        try sweep.tick()
        #expect(try scene.snapshots() == ["pool@snapshot_20260101000000"])
    }

    @Test func branchesGoAtTheirTimeButNotWithClones() throws {
        for name in ["due", "held", "leased"] { _ = try scene.branches.create(BranchRequest(name: name, base: "main")) }
        for name in ["due", "held", "main"] {
            try scene.catalog.updateBranch(name, event: "branch.updated") { $0.deleteAt = SweepScene.start }
        }
        try scene.catalog.updateBranch("leased", event: "branch.updated") {
            ($0.isProtected, $0.protectedUntil) = (true, SweepScene.start + 60)
        }
        try scene.addClone("user") { $0.branch = "held" }
        let sweep = scene.expirySweep()
        try sweep.tick()
        #expect(try scene.catalog.branches().map(\.name) == ["held", "leased", "main"])
        #expect(try scene.kinds(of: "branch:leased").contains("branch.protectionExpiring"))
        try scene.catalog.deleteClone("user")
        scene.pass(60)
        try sweep.tick()
        #expect(try scene.catalog.branches().map(\.name) == ["leased", "main"])
        #expect(try scene.catalog.branch("leased")?.isProtected == false)
        #expect(try scene.kinds(of: "branch:leased").last == "branch.protectionExpired")
    }

    @Test func nothingHappensAfterTheClockWasSet() throws {
        try scene.addClone("due") { $0.deleteAt = SweepScene.start + 60 }
        try scene.addClone("leased") { ($0.isProtected, $0.protectedUntil) = (true, SweepScene.start + 60) }
        let sweep = scene.expirySweep()
        try sweep.tick()
        scene.setClock(by: 86400)
        for _ in 0..<5 {
            try sweep.tick()
            try scene.expirySweep().tick()
            scene.pass(100)
        }
        #expect(try scene.clones() == ["due", "leased"], "also not after a restart of the engine")
        #expect(try scene.service.clone("leased").isProtected)
        #expect(try scene.kinds(of: "engine") == ["clock.set"])
        scene.pass(200)
        try sweep.tick()
        #expect(try scene.clones() == ["leased"])
    }

    @Test func oneSweepDeletesOnlySoMany() throws {
        for id in ["a", "b", "c", "d", "e"] { try scene.addClone(id) { $0.deleteAt = SweepScene.start } }
        let sweep = scene.expirySweep()
        var left: [Int] = []
        for _ in 0..<4 {
            try sweep.tick()
            left.append(try scene.clones().count)
        }
        #expect(left == [3, 1, 0, 0])
    }
}
