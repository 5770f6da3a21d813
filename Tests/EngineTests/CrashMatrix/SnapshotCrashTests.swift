import Engine
import Foundation
import Storage
import StorageConformance
import Testing

/// As ``CloneCrashTests``, for the removal of snapshots.
@Suite struct SnapshotCrashTests {
    private static let places = [
        "snapshot.removeSnapshot.before", "snapshot.removeDataset.before",
        "snapshot.forget.before", "snapshot.forget.after",
    ]

    @Test(arguments: [TestPool.Kind.btrfs])
    func everyPlaceLeadsToTheSameEnd(on kind: TestPool.Kind) async throws {
        try await CrashScene.with(kind) { scene in
            let first = try await scene.engine()
            _ = try await first.readyClone("bystander")
            let witness = try await Witness("bystander", first)
            for place in [nil] + Self.places {
                for isLast in [false, true] {
                    let comment: Comment = "\(isLast ? "last" : "other") snapshot, stopped at \(place ?? "no place")"
                    let id = try await addSnapshot(isLastOfItsDataset: isLast, to: scene)
                    try await remove(id, stoppingAt: place, on: scene, comment)
                    let next = try await scene.engine()
                    try await next.reconcileAll()
                    #expect(try next.catalog.snapshots().map(\.id).sorted() == CrashScene.snapshots, comment)
                    let expected = try scene.state(of: next.catalog.clones(), snapshots: next.catalog.snapshots())
                    #expect(try await scene.state() == expected, comment)
                    try await witness.expectUnchanged(next, comment)
                }
            }
        }
    }

    /// Takes another snapshot of the shop, or one of a dataset that nothing else needs.
    private func addSnapshot(isLastOfItsDataset isLast: Bool, to scene: CrashScene) async throws -> Snapshot.ID {
        let engine = try await scene.engine()
        let driver = try engine.pools.pool("test").driver
        let dataset = try #require(DatasetName(isLast ? "base-doomed" : "base-shop"))
        let label = try #require(DatasetName("doomed"))
        if isLast {
            let shop = try #require(try engine.catalog.snapshot(CrashScene.snapshots[0]))
            try await driver.createClone(dataset, of: shop.name)
        }
        let name = SnapshotName(label, of: dataset)
        try await driver.createSnapshot(name)
        let snapshot = CrashScene.snapshot("test@snapshot_20260103000000", name, day: 2)
        try engine.catalog.insertSnapshot(snapshot)
        return snapshot.id
    }

    private func remove(
        _ id: Snapshot.ID,
        stoppingAt place: String?,
        on scene: CrashScene,
        _ comment: Comment
    ) async throws {
        let engine = try await scene.engine()
        try engine.catalog.requestSnapshotDeletion(id)
        let passages = Passages()
        let stopped = try await passages.stop(at: place) { try await engine.snapshotReconciler.reconcile(id) }
        #expect(stopped == (place != nil), comment)
        if place == nil { #expect(passages.places == Self.places, comment) }
    }
}
