import FoundationEssentials
import Logging
import ServiceLifecycle
import Synchronization

/// Deletes snapshots that newer ones have made superfluous, and those that nobody has used for long.
package struct RetentionSweep: Service {
    let catalog: Catalog
    let queue: WorkQueue<Snapshot.ID>
    let clock: DeletionClock
    let policy: @Sendable () -> LifetimePolicy
    private let looks = LookTimes()
    private let cursor = Cursor()
    private let logger = Logger(label: "dblab.lifetime")

    /// How far the events are read that tell of clones.
    private final class Cursor: Sendable {
        let position = Mutex<Int64?>(nil)
    }

    package init(
        catalog: Catalog,
        queue: WorkQueue<Snapshot.ID>,
        clock: DeletionClock,
        policy: @escaping @Sendable () -> LifetimePolicy
    ) {
        self.catalog = catalog
        self.queue = queue
        self.clock = clock
        self.policy = policy
    }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: policy().checkInterval)
                    do { try tick() } catch { logger.warning("unused snapshots were not looked for: \(error)") }
                }
            }
        } catch is CancellationError { return }
    }

    /// Looks once; while the clock is in doubt, nothing is deleted.
    package func tick() throws {
        let policy = policy()
        let now = try clock.time()
        var budget = now == nil ? 0 : policy.maxDeletionsPerTick
        let expiry = SnapshotExpiry(catalog: catalog, queue: queue) { policy.retention }
        budget -= try expiry.run(atMost: budget)
        guard let limit = policy.unusedSnapshot else { return }
        try sweepSnapshots(limit, &budget)
    }

    private func sweepSnapshots(_ limit: Duration, _ budget: inout Int) throws {
        let snapshots = try catalog.snapshots().filter { $0.intent == .present }
        let touched = try touchedSnapshots()
        let heads = Set(try catalog.branches().flatMap { [$0.head, $0.base] }.compactMap(\.self))
        let used = UnusedSnapshots(snapshots: snapshots, touched: touched, heads: heads).used
        var lifetimes: [Lifetime] = []
        for snapshot in snapshots {
            var lifetime = try catalog.lifetime(snapshot.lifetimeKey)
            let elapsed = looks.elapsed(of: snapshot.lifetimeKey, at: clock.uptime())
            lifetime.note(Use(isBusy: used.contains(snapshot.id)), elapsed: elapsed)
            lifetimes.append(lifetime)
            guard lifetime.quietSeconds >= limit.inSeconds, budget > 0 else { continue }
            guard try catalog.expireSnapshot(snapshot.id, reason: "unused", if: { !$0.isProtected }) else { continue }
            queue.put(snapshot.id)
            budget -= 1
            logger.info(
                "snapshot goes: unused for \(Int(lifetime.quietSeconds)) s",
                metadata: ["snapshot": "\(snapshot.id)"]
            )
        }
        try catalog.save(lifetimes)
        try catalog.forgetLifetimes(of: Snapshot.kind, except: Set(snapshots.map(\.lifetimeKey)))
    }

    /// Snapshots that clones are made of, or were at some moment since the last look.
    private func touchedSnapshots() throws -> Set<Snapshot.ID> {
        let last = try catalog.lastEventID()
        let seen = cursor.position.withLock { position in
            defer { position = last }
            return position ?? last
        }
        return try catalog.snapshotsOfClones(after: seen).union(catalog.clones().map(\.snapshot))
    }
}
