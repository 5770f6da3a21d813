import FoundationEssentials
import Logging
import ServiceLifecycle

/// Does what time asks for: warns of ends of protection, ends protection, and deletes what is to go at a given moment.
package struct ExpirySweep: Service {
    let catalog: Catalog
    let clones: WorkQueue<Clone.ID>
    let snapshots: WorkQueue<Snapshot.ID>
    let clock: DeletionClock
    let policy: @Sendable () -> LifetimePolicy
    let interval: Duration
    private let logger = Logger(label: "dblab.lifetime")

    package init(
        catalog: Catalog,
        clones: WorkQueue<Clone.ID>,
        snapshots: WorkQueue<Snapshot.ID>,
        clock: DeletionClock,
        policy: @escaping @Sendable () -> LifetimePolicy,
        interval: Duration = .seconds(5)
    ) {
        self.catalog = catalog
        self.clones = clones
        self.snapshots = snapshots
        self.clock = clock
        self.policy = policy
        self.interval = interval
    }

    package func run() async throws {
        for await _ in AsyncTimer(interval: interval).cancelOnGracefulShutdown() {
            do { try tick() } catch { logger.warning("what has expired was not looked at: \(error)") }
        }
    }

    /// Looks once; while the clock is in doubt, nothing happens.
    package func tick() throws {
        guard let now = try clock.time() else { return }
        let policy = policy()
        var budget = policy.maxDeletionsPerTick
        try sweep(Clone.self, now, policy, &budget) { clone in
            guard clone.intent == .running else { return false }
            let goes = try catalog.expireClone(clone.id, reason: "deleteAt") { $0.expiry(at: now) == .delete }
            if goes { clones.put(clone.id) }
            return goes
        }
        try sweep(Snapshot.self, now, policy, &budget) { snapshot in
            guard snapshot.intent == .present else { return false }
            let goes = try catalog.expireSnapshot(snapshot.id, reason: "deleteAt") { $0.expiry(at: now) == .delete }
            if goes { snapshots.put(snapshot.id) }
            return goes
        }
        try sweep(Branch.self, now, policy, &budget) { branch in
            let gone = try catalog.expireBranch(branch.name, reason: "deleteAt") { $0.expiry(at: now) == .delete }
            for id in gone ?? [] { snapshots.put(id) }
            return gone != nil
        }
    }

    private func sweep<Thing: Expiring>(
        _ kind: Thing.Type,
        _ now: Date,
        _ policy: LifetimePolicy,
        _ budget: inout Int,
        delete: (Thing) throws -> Bool
    ) throws {
        let lead = policy.expiryWarning.inSeconds
        for thing in try catalog.expiring(kind) {
            switch thing.expiry(at: now, lead: lead) {
            case .warn(let end):
                guard try catalog.lifetime(thing.lifetimeKey).warnedOf != end else { continue }
                try catalog.warn(of: thing, until: end, at: now)
            case .unprotect: try catalog.unprotect(thing, at: now, goesAt: policy.end(of: thing))
            case .delete:
                guard budget > 0 else { continue }
                if try delete(thing) {
                    budget -= 1
                    logger.info("\(Thing.kind) \(thing.rowKey) goes: its time is over")
                }
            case nil: break
            }
        }
    }
}

extension LifetimePolicy {
    /// When a clone goes at the latest; `nil` for what has no limit.
    fileprivate func end(of thing: some Expiring) -> Date? {
        guard let clone = thing as? Clone else { return nil }
        return LongestLife(minutes: maxLifetimeMinutes)?.end(ofOneMadeAt: clone.createdAt)
    }
}
