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

    /// `used` has a clone, `parent` a child, `guarded` is protected, `idle` is nobody's.
    @Test func branchesThatNobodyUsesGo() throws {
        let scene = try scene(LifetimePolicy(unusedBranch: .seconds(3600), retention: Retention(limit: .max)))
        for name in ["used", "parent", "guarded", "idle"] {
            _ = try scene.branches.create(BranchRequest(name: name, base: "main"))
        }
        _ = try scene.branches.create(BranchRequest(name: "child", base: "parent"))
        try scene.addClone("user") { $0.branch = "used" }
        try scene.addClone("kid") { $0.branch = "child" }
        try scene.catalog.updateBranch("guarded", event: "branch.updated") { $0.isProtected = true }
        let sweep = scene.retentionSweep()
        func names() throws -> [String] { try scene.catalog.branches().map(\.name) }
        try watch(scene, sweep, ticks: 12)
        #expect(try names() == ["child", "guarded", "idle", "main", "parent", "used"])
        try watch(scene, sweep, ticks: 1)
        #expect(try names() == ["child", "guarded", "main", "parent", "used"])
        let event = try #require(try scene.catalog.events(subject: "branch:idle").last)
        #expect(event.kind == "branch.deleted" && event.payload.contains(#""reason":"unused""#))
        // Its clone came and went between two looks, which starts the time anew.
        try scene.catalog.deleteClone("kid")
        try watch(scene, sweep, ticks: 12)
        try scene.addClone("brief") { $0.branch = "child" }
        try scene.catalog.deleteClone("brief")
        try watch(scene, sweep, ticks: 1)
        #expect(try names().contains("child"))
        try watch(scene, sweep, ticks: 12)
        #expect(try names() == ["guarded", "main", "parent", "used"])
        // Another branch of that name begins anew.
        _ = try scene.branches.create(BranchRequest(name: "idle", base: "main"))
        try watch(scene, sweep, ticks: 12)
        #expect(try names() == ["guarded", "idle", "main", "used"], "nothing is left that came from parent")
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
