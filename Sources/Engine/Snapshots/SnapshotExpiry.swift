import FoundationEssentials
import Logging

/// Lets go of golden snapshots that newer ones have made superfluous.
package struct SnapshotExpiry: Sendable {
    let catalog: Catalog
    let queue: WorkQueue<Snapshot.ID>
    let retention: @Sendable () -> Retention

    package init(catalog: Catalog, queue: WorkQueue<Snapshot.ID>, retention: @escaping @Sendable () -> Retention) {
        self.catalog = catalog
        self.queue = queue
        self.retention = retention
    }

    /// Asks for the removal of what is beyond the limit; what is needed meanwhile stays.
    @Sendable package func run() {
        do { _ = try run(atMost: .max) } catch {
            Logger(label: "dblab.snapshots").warning("superfluous snapshots not found: \(error)")
        }
    }

    /// - Parameter limit: of removals.
    /// - Returns: how many go.
    func run(atMost limit: Int) throws -> Int {
        let branches = try catalog.branches().flatMap { [$0.head, $0.base] }.compactMap(\.self)
        let used = Set(try catalog.clones().map(\.snapshot) + branches)
        // A protection ends when it is ended, not when a clock says so that may be wrong.
        let surplus = retention().surplus(of: try catalog.snapshots(), used: used, at: .distantPast)
        var count = 0
        for id in surplus where count < limit {
            guard try catalog.expireSnapshot(id, reason: "retention", if: { !$0.isProtected }) else {
                continue
            }
            queue.put(id)
            count += 1
        }
        return count
    }
}
