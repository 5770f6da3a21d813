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
        var lifetimes: [Lifetime] = []
        for branch in branches {
            // A new head is use: somebody committed.
            let use = Use(isBusy: used.contains(branch.name), fingerprint: branch.head ?? "")
            let lifetime = try watched(branch, use)
            lifetimes.append(lifetime)
            guard lifetime.quietSeconds >= limit.inSeconds, budget > 0 else { continue }
            guard let gone = try catalog.expireBranch(branch.name, reason: "unused", if: { !$0.isProtected }) else {
                continue
            }
            for id in gone { queue.put(id) }
            budget -= 1
            tell("branch goes", lifetime, of: branch)
        }
        try catalog.save(lifetimes)
        try catalog.forgetLifetimes(of: Branch.kind, except: Set(branches.map(\.lifetimeKey)))
    }

    /// Takes a look at something.
    private func watched(_ thing: some Expiring, _ use: Use) throws -> Lifetime {
        var lifetime = try catalog.lifetime(thing.lifetimeKey)
        lifetime.note(use, elapsed: looks.elapsed(of: thing.lifetimeKey, at: clock.uptime()))
        return lifetime
    }

    private func tell<Thing: Expiring>(_ what: String, _ lifetime: Lifetime, of thing: Thing) {
        let name: Logger.MetadataValue = "\(thing.rowKey)"
        logger.info("\(what): unused for \(Int(lifetime.quietSeconds)) s", metadata: [Thing.kind: name])
    }

    private func sweepSnapshots(_ limit: Duration, since seen: Int64, _ budget: inout Int) throws {
        let snapshots = try catalog.snapshots().filter { $0.intent == .present }
        // Those that clones are made of, or were at some moment since the last look.
        let touched = try catalog.snapshotsOfClones(after: seen).union(catalog.clones().map(\.snapshot))
        let heads = Set(try catalog.branches().flatMap { [$0.head, $0.base] }.compactMap(\.self))
        let used = UnusedSnapshots(snapshots: snapshots, touched: touched, heads: heads).used
        var lifetimes: [Lifetime] = []
        for snapshot in snapshots {
            let lifetime = try watched(snapshot, Use(isBusy: used.contains(snapshot.id)))
            lifetimes.append(lifetime)
            guard lifetime.quietSeconds >= limit.inSeconds, budget > 0 else { continue }
            guard try catalog.expireSnapshot(snapshot.id, reason: "unused", if: { !$0.isProtected }) else { continue }
            queue.put(snapshot.id)
            budget -= 1
            tell("snapshot goes", lifetime, of: snapshot)
        }
        try catalog.save(lifetimes)
        try catalog.forgetLifetimes(of: Snapshot.kind, except: Set(snapshots.map(\.lifetimeKey)))
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
