import FoundationEssentials
import Logging
import ServiceLifecycle

/// Destroys unprotected clones that nobody has used for long; when in doubt, none.
package struct IdleSweep: Service {
    let catalog: Catalog
    let queue: WorkQueue<Clone.ID>
    let clock: DeletionClock
    let policy: @Sendable () -> LifetimePolicy
    let use: @Sendable (Clone) async throws -> Use
    private let looks = LookTimes()
    private let logger = Logger(label: "dblab.lifetime")

    /// - Parameter use: what can be seen of the use of a clone; throws if it cannot be told.
    package init(
        catalog: Catalog,
        queue: WorkQueue<Clone.ID>,
        clock: DeletionClock,
        policy: @escaping @Sendable () -> LifetimePolicy,
        use: @escaping @Sendable (Clone) async throws -> Use
    ) {
        self.catalog = catalog
        self.queue = queue
        self.clock = clock
        self.policy = policy
        self.use = use
    }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await Task.sleep(for: policy().idleInterval)
                    try await attempt()
                }
            }
        } catch is CancellationError { return }
    }

    private func attempt() async throws {
        do { try await tick() } catch let error as CancellationError { throw error } catch {
            logger.warning("idle clones were not looked for: \(error)")
        }
    }

    /// Looks once at all clones that may go.
    package func tick() async throws {
        let policy = policy()
        guard let limit = policy.maxIdle else { return }
        var budget = try clock.time() == nil ? 0 : policy.maxDeletionsPerTick
        var lifetimes: [Lifetime] = []
        let clones = try catalog.clones()
        let committed = try catalog.datasetsOfSnapshots()
        for clone in clones where clone.intent == .running {
            guard let lifetime = try await look(at: clone, committed) else { continue }
            lifetimes.append(lifetime)
            guard lifetime.quietSeconds >= limit.inSeconds, budget > 0, try destroy(clone) else { continue }
            budget -= 1
            logger.info("clone goes: idle for \(Int(lifetime.quietSeconds)) s", metadata: ["clone": "\(clone.id)"])
        }
        try catalog.save(lifetimes)
        try catalog.forgetLifetimes(of: Clone.kind, except: Set(clones.map(\.lifetimeKey)))
    }

    /// - Returns: how long it has been idle; `nil` if that cannot be told, or does not matter.
    private func look(at clone: Clone, _ committed: Set<String>) async throws -> Lifetime? {
        let key = clone.lifetimeKey
        // Snapshots were taken of it, which is work that somebody may want to go on with.
        guard clone.phase == .ready, !committed.contains(where: { $0.hasPrefix("clone-\(clone.uid)-") }) else {
            looks.lose(key)
            return nil
        }
        var lifetime = try catalog.lifetime(key)
        if clone.isProtected {
            looks.lose(key)
            lifetime.quietSeconds = 0
            return lifetime
        }
        do {
            let use = try await use(clone)
            lifetime.note(use, elapsed: looks.elapsed(of: key, at: clock.uptime()))
            return lifetime
        } catch let error as CancellationError {
            throw error
        } catch {
            looks.lose(key)
            logger.debug("not known whether it is idle: \(error)", metadata: ["clone": "\(clone.id)"])
            return nil
        }
    }

    private func destroy(_ seen: Clone) throws -> Bool {
        let goes = try catalog.expireClone(seen.id, reason: "idle") {
            $0.uid == seen.uid && $0.revision == seen.revision && $0.phase == .ready && !$0.isProtected
        }
        if goes { queue.put(seen.id) }
        return goes
    }
}
