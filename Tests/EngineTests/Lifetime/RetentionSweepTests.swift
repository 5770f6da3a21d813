import Engine
import FoundationEssentials
import Testing

@Suite struct RetentionSweepTests {
    private func watch(_ scene: SweepScene, _ sweep: RetentionSweep, ticks: Int) throws {
        for _ in 0..<ticks {
            scene.pass(300)
            try sweep.tick()
        }
    }

    private func scene(_ policy: LifetimePolicy) throws -> SweepScene {
        let scene = try SweepScene(policy)
        for (index, name) in ["new", "middle", "old", "oldest"].enumerated() {
            try scene.catalog.insertSnapshot(
                Fixture.snapshot("pool@\(name)", dataset: "base-\(name)", age: Double(index) * 86400)
            )
        }
        return scene
    }

    @Test func snapshotsThatNobodyUsesGoButNotTheNewest() throws {
        let scene = try scene(LifetimePolicy(unusedSnapshot: .seconds(3600), retention: Retention(limit: .max)))
        try scene.addClone("user", snapshot: "pool@old")
        try scene.catalog.updateSnapshot("pool@oldest", event: "snapshot.updated") { $0.isProtected = true }
        let sweep = scene.retentionSweep()
        try watch(scene, sweep, ticks: 12)
        #expect(try scene.snapshots().count == 4)
        try watch(scene, sweep, ticks: 1)
        #expect(try scene.snapshots() == ["pool@new", "pool@old", "pool@oldest"])
        try scene.catalog.updateClone("user", event: "clone.deleting") { $0.intent = .absent }
        try scene.catalog.deleteClone("user")
        try watch(scene, sweep, ticks: 12)
        #expect(try scene.snapshots() == ["pool@new", "pool@old", "pool@oldest"])
        try watch(scene, sweep, ticks: 1)
        #expect(try scene.snapshots() == ["pool@new", "pool@oldest"])
    }

    @Test func aCloneBetweenTwoLooksIsUse() throws {
        let scene = try scene(LifetimePolicy(unusedSnapshot: .seconds(3600), retention: Retention(limit: .max)))
        let sweep = scene.retentionSweep()
        try watch(scene, sweep, ticks: 12)
        try scene.addClone("brief", snapshot: "pool@old")
        try scene.catalog.deleteClone("brief")
        try watch(scene, sweep, ticks: 1)
        #expect(try scene.snapshots() == ["pool@new", "pool@old"])
    }

    @Test func whatIsBeyondTheLimitGoesOnceNobodyNeedsIt() throws {
        let scene = try scene(LifetimePolicy(maxDeletionsPerTick: 1, retention: Retention(limit: 1)))
        try scene.addClone("user", snapshot: "pool@middle")
        let sweep = scene.retentionSweep()
        try sweep.tick()
        #expect(try scene.snapshots().count == 3, "one at a time")
        try sweep.tick()
        try sweep.tick()
        #expect(try scene.snapshots() == ["pool@new", "pool@middle"])
        try scene.catalog.deleteClone("user")
        scene.setClock(by: 86400)
        try sweep.tick()
        #expect(try scene.snapshots() == ["pool@new", "pool@middle"], "the clock is in doubt")
        scene.pass(601)
        try sweep.tick()
        #expect(try scene.snapshots() == ["pool@new"])
    }
}
