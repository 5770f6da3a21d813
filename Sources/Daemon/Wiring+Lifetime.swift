import Engine
import ServiceLifecycle

extension Wiring {
    /// What begins and deletes by itself.
    func makeSchedules(_ parts: EngineParts) async throws -> [any Service] {
        let present = try await live.follow { $0.lifetimePolicy }
        let policy: @Sendable () -> LifetimePolicy = { present.value }
        let adminUser = try await live.follow { $0.global.database.username }
        let clock = DeletionClock(catalog: parts.catalog)
        return [
            RefreshSchedule(refreshes: parts.refreshes),
            ExpirySweep(
                catalog: parts.catalog,
                clones: parts.cloneQueue,
                snapshots: parts.snapshotQueue,
                clock: clock,
                policy: policy
            ),
            IdleSweep(
                catalog: parts.catalog,
                queue: parts.cloneQueue,
                clock: clock,
                policy: policy,
                use: ActivityProbe(runtime: parts.runtime) { adminUser.value }.use
            ),
            RetentionSweep(catalog: parts.catalog, queue: parts.snapshotQueue, clock: clock, policy: policy),
        ]
    }
}
