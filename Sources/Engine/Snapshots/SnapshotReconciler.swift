import Logging
import Storage

/// Removes snapshots that are no longer wanted, with the datasets that no snapshot needs any more, and measures new ones.
package struct SnapshotReconciler: Sendable {
    let catalog: Catalog
    let pools: Pools
    private let logger = Logger(label: "dblab.snapshots")

    package init(catalog: Catalog, pools: Pools) {
        self.catalog = catalog
        self.pools = pools
    }

    /// Removes the snapshot if that is wanted, else measures it; a failure to remove is recorded in it.
    package func reconcile(_ id: Snapshot.ID) async throws {
        guard let snapshot = try catalog.snapshot(id) else { return }
        guard snapshot.intent == .absent else { return await measure(snapshot) }
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

    /// The snapshot of a clone is as large as the clone's data, which have hardly changed since it was taken.
    private func measure(_ snapshot: Snapshot) async {
        do {
            let usage = try await pools.pool(snapshot.pool).driver.usage(of: snapshot.name.dataset)
            try catalog.updateSnapshot(snapshot.id, event: "snapshot.measured") {
                $0.logicalSize = usage.logical
                $0.physicalSize = usage.exclusive
            }
        } catch {
            logger.debug("snapshot not measured: \(error)", metadata: ["snapshot": "\(snapshot.id)"])
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
