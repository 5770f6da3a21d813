import FoundationEssentials
import Postgres
import Runtime
import Storage
import Tooling

extension Replicas {
    /// Starts the standby if it does not run, and returns once it answers.
    /// - Throws: ``EngineError`` `unavailable` that says why it cannot.
    func waitUntilRunning(_ replica: Replica, _ plan: ReplicaPlan) async throws -> ReplicaReading {
        while true {
            try Task.checkCancellation()
            try await turn.with { try await ReplicaReconciler(parts: self).reconcile(replica.id ?? 0) }
            if try await runtime.state(of: replica.server) == .running, let now = try? await reading(of: replica, plan)
            {
                return now
            }
            guard let row = try catalog.replica(replica.id ?? 0), row.intent == .running, row.failure == nil else {
                let reason = try catalog.replica(replica.id ?? 0)?.failure?.message ?? "it was given up"
                throw EngineError(.unavailable, "the standby does not run: \(reason)")
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// A copy is as old as its beginning: waits until it has replayed what there is by now.
    func waitUntilCaughtUp(_ replica: Replica, _ plan: ReplicaPlan) async throws -> ReplicaReading {
        var last = try await waitUntilRunning(replica, plan)
        var movedAt = ContinuousClock.now
        while true {
            if last.isStreaming, let lag = last.lagBytes, lag < 1 << 20 { return last }
            if ContinuousClock.now - movedAt > .seconds(5) { return last }
            try await Task.sleep(for: .milliseconds(200))
            let reading = try await waitUntilRunning(replica, plan)
            if reading.position != last.position { movedAt = .now }
            last = reading
        }
    }

    /// Freezes the present state of the standby, which goes on replaying where the store allows it.
    func takeSnapshot(_ name: SnapshotName, of replica: Replica, _ plan: ReplicaPlan) async throws {
        let driver = try pools.pool(replica.pool).driver
        try Failpoints.hit("replica.snapshot.before")
        try await turn.with {
            // What must be replayed in every copy becomes little.
            try await connected(to: replica, plan) { try await $0.execute("CHECKPOINT") }
            if driver.capabilities.snapshotsAreAtomic {
                return try await driver.createSnapshot(name)
            }
            try await runtime.remove(replica.server, mode: .fast)
            try Failpoints.hit("replica.snapshot.stopped")
            try await driver.createSnapshot(name)
            try await ReplicaReconciler(parts: self).reconcile(replica.id ?? 0)
        }
        try Failpoints.hit("replica.snapshot.after")
    }
}
