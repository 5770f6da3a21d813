import FoundationEssentials
import Logging
package import Runtime
package import Storage

/// Stops clones that hold more of their pool than they may; their data stay as they are.
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
    var isSet: Bool { policy.value.maxSpace > 0 }

    /// - Parameter usages: What clones hold alone, by their uids.
    /// - Throws: when a clone cannot be stopped; the next look tries again.
    package func enforce(_ usages: [String: StorageUsage]) async throws {
        guard isSet else { return }
        for clone in try catalog.clones() {
            guard let held = usages[clone.uid]?.exclusive, held > policy.value.maxSpace else { continue }
            try await stop(clone, holding: held)
        }
    }

    /// First the reason is on record, then the server goes: who is in between sees why.
    private func stop(_ clone: Clone, holding held: Int) async throws {
        let failure = CloneFailure(
            step: Self.step,
            message:
                "It holds \(SpaceNeed.text(held)) of its pool, and \(SpaceNeed.text(policy.value.maxSpace)) are allowed. "
                + "Its data are kept. Reset or destroy it, or raise provision.limits.disk and try again.",
            attempts: 1,
            retryAt: nil
        )
        if clone.phase == .ready {
            logger.warning("\(failure.message)", metadata: ["clone": "\(clone.id)", "step": "\(Self.step)"])
            try catalog.updateClone(clone.id, event: "clone.failed") { row in
                guard row.revision == clone.revision, row.intent == .running, row.phase == .ready else { return }
                row.failure = failure
                row.phase = .failed
            }
        }
        // Also after a crash between the two.
        guard let row = try catalog.clone(clone.id), row.revision == clone.revision, row.failure?.step == Self.step
        else { return }
        try await runtime.remove(clone.server(revision: clone.revision), mode: .fast)
    }
}
