import FoundationEssentials
import Glibc
import Postgres
import Runtime
import Storage
import SystemPackage
import Tooling

/// A refresh that begins with the data of a standby instead of an empty dataset.
extension RefreshRun {
    /// What a refresh begins with.
    enum Beginning {
        /// The data of this snapshot, and when their last transaction was committed, as far as it is known.
        case data(SnapshotName, replayedAt: Date?)
        /// Nothing has changed since this snapshot.
        case unchanged(Snapshot)
    }

    func begin(with replicas: Replicas, _ plan: ReplicaPlan, _ recorder: RefreshRecorder) async throws -> Beginning {
        let known = try catalog.currentReplica().flatMap { replica in
            refresh.isFull || replica.phase == .broken || replica.pool != pool.name ? nil : replica
        }
        let isNew = known == nil
        let replica = try await known.asyncOr { try await restoreReplica(replicas, plan, recorder) }
        recorder.record(RefreshProgress(stage: "sync"))
        recorder.addSettings(replica.settings)
        var reading = try await replicas.waitUntilRunning(replica, plan)
        if isNew {
            reading = try await replicas.waitUntilCaughtUp(replica, plan)
            try catalog.retireReplicas { other, _ in other.id != replica.id }
        }
        if !refresh.isFull, let same = try catalog.snapshot(showing: reading, of: replica) { return .unchanged(same) }
        try catalog.recordMoment(reading, of: replica, for: refresh.id ?? 0)
        let name = try replica.snapshot(for: refresh)
        try await replicas.takeSnapshot(name, of: replica, plan)
        return .data(name, replayedAt: reading.replayedAt)
    }

    /// Copies production into a dataset that stays a standby's.
    private func restoreReplica(
        _ replicas: Replicas,
        _ plan: ReplicaPlan,
        _ recorder: RefreshRecorder
    ) async throws -> Replica {
        let slot = plan.restore.pgBasebackup?.slot.flatMap { $0.isEmpty ? nil : $0 }
        let replica = try catalog.insertReplica(Replica(pool: pool.name, slot: slot), for: refresh.id ?? 0)
        try Failpoints.hit("replica.insert.after")
        var stage = PhysicalRestore(plan.restore, settings: plan.settings)
        stage.slot = replica.slot
        try await checkSpace(of: stage)
        try await pool.driver.createDataset(replica.dataset)
        let settings = RefreshRecorder(catalog: catalog, id: refresh.id ?? 0)
        var work = try await makeWork(in: replica.dataset, server: replica.server, recorder)
        work.addSettings = { settings.addSettings($0) }
        try await run(stage, work, recorder)
        try FileManager.default.removeItem(atPath: work.scratch.string)
        try await Tool("sync", timeLimit: nil).run(["-f", work.dataDirectory.string])
        try Failpoints.hit("replica.restored.before")
        try catalog.updateReplica(replica.id, event: "replica.restored") {
            $0.isRestored = true
            $0.phase = .starting
            $0.settings = settings.settings
        }
        try Failpoints.hit("replica.restored.after")
        guard let whole = try catalog.replica(replica.id ?? 0), whole.intent == .running else {
            throw EngineError(.unavailable, "the configuration has changed meanwhile")
        }
        return whole
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncOr(_ other: () async throws -> Wrapped) async throws -> Wrapped {
        if let self { return self }
        return try await other()
    }
}
