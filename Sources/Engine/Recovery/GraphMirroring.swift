import GRDB
import Logging
import ServiceLifecycle
import Storage

/// Keeps the mirrors of the catalog's graph in all pools up to date.
package struct GraphMirroring: Service {
    let catalog: Catalog
    let pools: Pools
    private let changes = RowChanges(of: Catalog.mirroredTables)
    private let logger = Logger(label: "dblab.recovery")

    package init(catalog: Catalog, pools: Pools) {
        self.catalog = catalog
        self.pools = pools
        catalog.database.add(transactionObserver: changes, extent: .databaseLifetime)
    }

    package func run() async throws {
        // Subscribed before the first look: what comes in between is seen.
        let wakeUps = catalog.changes.subscribe().cancelOnGracefulShutdown()
        mirror()
        for await _ in wakeUps { mirror() }
        // What came with the end.
        mirror()
    }

    /// Writes the mirrors anew if there was a change; failing only costs a comfort, and is tried again with the next.
    package func mirror() {
        let changed = changes.take()
        guard !changed.isEmpty else { return }
        do {
            let mirror = try catalog.graphMirror()
            for pool in pools.all { try mirror.write(to: pool.directory) }
        } catch {
            changes.putBack(changed)
            logger.notice("branches not mirrored: \(error)")
        }
    }
}
