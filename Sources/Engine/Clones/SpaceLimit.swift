import FoundationEssentials
import Logging
package import Runtime
package import Storage

/// Stops clones that hold more of their pool than they may, or that would take the last of it; their data stay as they are.
package struct SpaceLimit: Sendable {
    /// How failures for this reason name their step.
    private static let step = "space"
    /// The time between two looks at all clones, if there is a limit.
    static let interval = Duration.seconds(10)

    let catalog: Catalog
    let runtime: any PostgresRuntime
    let policy: Live<CloningPolicy>
    private let logger = Logger(label: "dblab.clones")

    package init(catalog: Catalog, runtime: any PostgresRuntime, policy: Live<CloningPolicy>) {
        self.catalog = catalog
        self.runtime = runtime
        self.policy = policy
    }

    /// Whether there is one.
    var isSet: Bool { policy.value.maxSpace > 0 || policy.value.reserve > 0 }

    /// What clones hold of their pools alone, in bytes by their uids, and what pools have left.
    package struct Look: Sendable {
        package var held: [String: Int]
        /// At the look before; clones that were not there then are not in it.
        package var heldBefore: [String: Int]
        package var spaces: [String: PoolSpace]

        package init(held: [String: Int], heldBefore: [String: Int] = [:], spaces: [String: PoolSpace] = [:]) {
            self.held = held
            self.heldBefore = heldBefore
            self.spaces = spaces
        }

        /// Bytes that a clone has taken since.
        func growth(of clone: Clone) -> Int {
            guard let now = held[clone.uid] else { return 0 }
            return now - (heldBefore[clone.uid] ?? 0)
        }
    }

    /// - Throws: when a clone cannot be stopped; the next look tries again.
    package func enforce(_ look: Look) async throws {
        guard isSet else { return }
        let clones = try catalog.clones()
        for clone in clones {
            guard let reason = excess(of: clone, look) else { continue }
            try note(reason, of: clone)
        }
        for (pool, space) in look.spaces {
            guard let (clone, reason) = greediest(in: pool, space, clones, look) else { continue }
            try note(reason, of: clone)
        }
        // Also those that were noted before a crash.
        for clone in try catalog.clones() where clone.phase == .failed && clone.failure?.step == Self.step {
            try await runtime.remove(clone.server(revision: clone.revision), mode: .fast)
        }
    }

    private func excess(of clone: Clone, _ look: Look) -> String? {
        let limit = policy.value.maxSpace
        guard limit > 0, let held = look.held[clone.uid], held > limit else { return nil }
        return "It holds \(SpaceNeed.text(held)) of its pool, and \(SpaceNeed.text(limit)) are allowed. "
            + "Its data are kept. Reset or destroy it, or raise provision.limits.disk and try again."
    }

    /// Who has grown most where half of the reserve is gone: a full pool would end all the others, too.
    private func greediest(in pool: String, _ space: PoolSpace, _ clones: [Clone], _ look: Look) -> (Clone, String)? {
        let reserve = policy.value.reserve
        guard reserve > 0, space.free < reserve / 2 else { return nil }
        let candidates = clones.filter { $0.pool == pool && $0.phase == .ready && look.growth(of: $0) > 0 }
        guard let clone = candidates.max(by: { look.growth(of: $0) < look.growth(of: $1) }) else { return nil }
        let reason =
            "Its pool has \(SpaceNeed.text(space.free)) left, less than half of the reserve of \(SpaceNeed.text(reserve)), and it grew "
            + "most, by \(SpaceNeed.text(look.growth(of: clone))) since the last look. It is stopped so that others can go on; its data "
            + "are kept. Make room in the pool and try it again, or reset or destroy it."
        return (clone, reason)
    }

    /// First the reason is on record, then the server goes: who is in between sees why.
    private func note(_ reason: String, of clone: Clone) throws {
        guard clone.phase == .ready else { return }
        logger.warning("\(reason)", metadata: ["clone": "\(clone.id)", "step": "\(Self.step)"])
        try catalog.updateClone(clone.id, event: "clone.failed") { row in
            guard row.revision == clone.revision, row.intent == .running, row.phase == .ready else { return }
            row.failure = CloneFailure(step: Self.step, message: reason, attempts: 1, retryAt: nil)
            row.phase = .failed
        }
    }
}
