import Engine
import Foundation
import StorageConformance
import Testing

/// As ``CloneCrashTests``, for snapshots of running clones.
@Suite struct CommitCrashTests {
    private static let places = [
        "taking.checkpoint.before", "taking.take.before", "taking.record.before", "taking.record.after",
    ]

    private static func places(on kind: TestPool.Kind) -> [String] {
        kind == .btrfs ? places : places[...1] + ["taking.paused"] + places[2...]
    }

    @Test(arguments: [TestPool.Kind.btrfs, .copy])
    func everyPlaceLeadsToTheSameEnd(on kind: TestPool.Kind) async throws {
        try await CrashScene.with(kind) { scene in
            let engine = try await scene.engine()
            _ = try await engine.readyClone("author")
            try await engine.execute(Shop.damage, in: "author")
            let witness = try await Witness("author", engine)
            let checksum = try await engine.value(Shop.checksum, in: "author")
            for place in [nil] + Self.places(on: kind) {
                let comment: Comment = "stopped at \(place ?? "no place")"
                let id = try await commit(stoppingAt: place, on: scene, kind, comment)
                let next = try await scene.engine()
                try await next.reconcileAll()
                try await witness.expectUnchanged(next, comment)
                #expect(try next.catalog.branch("main")?.head == id, comment)
                #expect(try next.catalog.clone("author")?.snapshot == id, comment)
                #expect(try next.catalog.snapshot(id)?.origin == CrashScene.snapshots[0], comment)
                let expected = try scene.state(of: next.catalog.clones(), snapshots: next.catalog.snapshots())
                #expect(try await scene.state() == expected, comment)
            }
            try await expectTheData(checksum, on: scene)
            try await expectNothingIsLeft(on: scene)
        }
    }

    /// Measuring may take long, and the next commit of the clone must not wait for it.
    @Test func aSnapshotIsTakenFirstAndMeasuredElsewhere() async throws {
        try await CrashScene.with(.copy) { scene in
            let engine = try await scene.engine()
            _ = try await engine.readyClone("author")
            let pending = try engine.catalog.requestSnapshot(of: "author", message: "m", isCommit: true)
            try await engine.cloneReconciler.reconcile("author")
            let taken = try #require(try engine.catalog.snapshot(pending.id))
            #expect(taken.physicalSize == 0)
            #expect(engine.snapshotQueue.depth.waiting == 1)
            try await engine.snapshotReconciler.reconcile(pending.id)
            let measured = try #require(try engine.catalog.snapshot(pending.id))
            #expect(measured.physicalSize > 0 && measured.logicalSize > 0)
            #expect(measured.intent == .present)
            #expect(try engine.catalog.events().last?.kind == "snapshot.measured")
        }
    }

    private func commit(
        stoppingAt place: String?,
        on scene: CrashScene,
        _ kind: TestPool.Kind,
        _ comment: Comment
    ) async throws -> Snapshot.ID {
        let engine = try await scene.engine()
        let pending = try engine.catalog.requestSnapshot(of: "author", message: "m", isCommit: true)
        let passages = Passages()
        let stopped = try await passages.stop(at: place) { try await engine.cloneReconciler.reconcile("author") }
        #expect(stopped == (place != nil), comment)
        if place == nil { #expect(passages.places == Self.places(on: kind), comment) }
        return pending.id
    }

    /// A clone of the newest commit has what was committed.
    private func expectTheData(_ checksum: String?, on scene: CrashScene) async throws {
        let engine = try await scene.engine()
        _ = try engine.clones.create(Fixture.request("reader"))
        try await engine.cloneReconciler.reconcile("reader")
        #expect(try engine.clones.clone("reader").phase == .ready)
        #expect(try await engine.value(Shop.checksum, in: "reader") == checksum)
        try await engine.remove("reader")
    }

    /// Commits stay without their clone, and their dataset goes with the last of them.
    private func expectNothingIsLeft(on scene: CrashScene) async throws {
        let engine = try await scene.engine()
        try await engine.remove("author")
        let commits = try engine.catalog.snapshots().filter { $0.origin != nil }
        #expect(commits.count == Self.places.count + 1 || commits.count == Self.places.count + 2)
        let expected = try scene.state(of: [], snapshots: engine.catalog.snapshots())
        #expect(try await scene.state() == expected, "the dataset is kept for the commits")
        let error = #expect(throws: EngineError.self) {
            try engine.catalog.requestSnapshotDeletion(CrashScene.snapshots[0])
        }
        #expect(error?.message.contains("because it has dependent datasets: test/branch/main/author/r1") == true)
        for commit in commits { try engine.catalog.requestSnapshotDeletion(commit.id) }
        try await engine.reconcileAll()
        #expect(try engine.catalog.snapshots().map(\.id).sorted() == CrashScene.snapshots)
        #expect(try engine.catalog.branch("main")?.head == CrashScene.snapshots[1])
        let end = try scene.state(of: [], snapshots: engine.catalog.snapshots())
        #expect(try await scene.state() == end)
    }
}
