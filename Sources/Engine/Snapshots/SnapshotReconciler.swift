import Logging
import Storage

/// Removes snapshots that are no longer wanted, and the golden datasets that no snapshot needs any more.
package struct SnapshotReconciler: Sendable {
    let catalog: Catalog
    let pools: Pools
    private let logger = Logger(label: "dblab.snapshots")

    package init(catalog: Catalog, pools: Pools) {
        self.catalog = catalog
        self.pools = pools
    }

    /// Removes the snapshot if that is wanted; a failure is recorded in it.
    package func reconcile(_ id: Snapshot.ID) async throws {
        guard let snapshot = try catalog.snapshot(id), snapshot.intent == .absent else { return }
        do {
            try await remove(snapshot)
        } catch let error as FailpointError {
            throw error
        } catch is CancellationError {
            return
        } catch {
            logger.warning("snapshot not removed: \(error)", metadata: ["snapshot": "\(id)"])
            try catalog.updateSnapshot(id, event: "snapshot.failed") { $0.failure = "\(error)" }
        }
    }

    private func remove(_ snapshot: Snapshot) async throws {
        let driver = try pools.pool(snapshot.pool).driver
        let name = try snapshot.name
        // What was made from it may have to go before it.
        for copy in try catalog.snapshotsToRemove(madeFrom: snapshot.id) { try await reconcile(copy) }
        try Failpoints.hit("snapshot.removeSnapshot.before")
        try await driver.removeSnapshot(name)
        var isForgotten = false
        while !isForgotten {
            try Failpoints.hit("snapshot.removeDataset.before")
            let isNeeded = try catalog.isDatasetNeeded(snapshot)
            if !isNeeded { try await driver.removeDataset(name.dataset) }
            try Failpoints.hit("snapshot.forget.before")
            isForgotten = try catalog.deleteSnapshot(snapshot.id, withDataset: !isNeeded)
        }
        try Failpoints.hit("snapshot.forget.after")
    }
}
