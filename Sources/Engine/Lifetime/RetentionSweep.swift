import FoundationEssentials
import Logging
import ServiceLifecycle
import Synchronization

/// Deletes snapshots that newer ones have made superfluous, and snapshots and branches that nobody has used for long.
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
        let seen = try lastLook()
        if let limit = policy.unusedBranch { try sweepBranches(limit, since: seen, &budget) }
        if let limit = policy.unusedSnapshot { try sweepSnapshots(limit, since: seen, &budget) }
    }

    private func sweepBranches(_ limit: Duration, since seen: Int64, _ budget: inout Int) throws {
        let branches = try catalog.branches()
        let used = UnusedBranches(
            branches: branches,
            snapshots: try catalog.snapshots(),
            clones: try catalog.clones(),
            touched: try catalog.branchesOfClones(after: seen)
        ).used
        // A new head is use: somebody committed.
        let use = { (branch: Branch) in Use(isBusy: used.contains(branch.name), fingerprint: branch.head ?? "") }
        try sweep(branches, limit, &budget, use: use) {
            try catalog.expireBranch($0.name, reason: "unused") { !$0.isProtected }
        }
    }

    /// Looks at all things of a kind, and lets those go that nobody has used for so long.
    /// - Parameter delete: answers the snapshots that go; `nil` if the thing stays.
    private func sweep<Thing: Expiring>(
        _ things: [Thing],
        _ limit: Duration,
        _ budget: inout Int,
        use: (Thing) -> Use,
        delete: (Thing) throws -> [Snapshot.ID]?
    ) throws {
        var lifetimes: [Lifetime] = []
        for thing in things {
            var lifetime = try catalog.lifetime(thing.lifetimeKey)
            lifetime.note(use(thing), elapsed: looks.elapsed(of: thing.lifetimeKey, at: clock.uptime()))
            lifetimes.append(lifetime)
            guard lifetime.quietSeconds >= limit.inSeconds, budget > 0, let gone = try delete(thing) else { continue }
            for id in gone { queue.put(id) }
            budget -= 1
            logger.info(
                "\(Thing.kind) goes: unused for \(Int(lifetime.quietSeconds)) s",
                metadata: [Thing.kind: "\(thing.rowKey)"]
            )
        }
        try catalog.save(lifetimes)
        try catalog.forgetLifetimes(of: Thing.kind, except: Set(things.map(\.lifetimeKey)))
    }

    private func sweepSnapshots(_ limit: Duration, since seen: Int64, _ budget: inout Int) throws {
        let snapshots = try catalog.snapshots().filter { $0.intent == .present }
        // Those that clones are made of, or were at some moment since the last look.
        let touched = try catalog.snapshotsOfClones(after: seen).union(catalog.clones().map(\.snapshot))
        let heads = Set(try catalog.branches().flatMap { [$0.head, $0.base] }.compactMap(\.self))
        let used = UnusedSnapshots(snapshots: snapshots, touched: touched, heads: heads).used
        let use = { (snapshot: Snapshot) in Use(isBusy: used.contains(snapshot.id)) }
        try sweep(snapshots, limit, &budget, use: use) {
            try catalog.expireSnapshot($0.id, reason: "unused") { !$0.isProtected } ? [$0.id] : nil
        }
    }

    /// How far the events had been read at the last look.
    private func lastLook() throws -> Int64 {
        let last = try catalog.lastEventID()
        return cursor.position.withLock { position in
            defer { position = last }
            return position ?? last
        }
    }
}
