import Logging
import Postgres
import Runtime
import Storage

/// Takes the snapshots of running clones that are asked for, one step at a time, from wherever it was left.
///
/// It runs where nothing else happens to the clone. The wish is in the catalog before any effect, and every effect may
/// be repeated. A snapshot recovers as after a power loss: a checkpoint before it makes that short.
struct SnapshotTaking: Sendable {
    let catalog: Catalog
    let pools: Pools
    let runtime: any PostgresRuntime
    let policy: Live<CloningPolicy>
    /// The queue of ``SnapshotReconciler``.
    let measuring: WorkQueue<Snapshot.ID>
    private let logger = Logger(label: "dblab.snapshots")

    /// Fulfils or refuses what is asked for of a clone; what has to wait for the clone waits.
    func takeAll(of id: Clone.ID) async throws {
        for pending in try catalog.pendingSnapshots(of: id) {
            let isServing = try await runtime.state(of: try pending.server) == .running
            switch pending.nextStep(for: try catalog.clone(id), isServing: isServing) {
            case .wait: continue
            case .refuse(let reason): try await refuse(pending, because: reason)
            case .take: try await take(pending)
            }
        }
    }

    private func take(_ pending: PendingSnapshot) async throws {
        do {
            let driver = try pools.pool(pending.pool).driver
            try Failpoints.hit("taking.checkpoint.before")
            if !driver.capabilities.snapshotsAreAtomic { try await pausing.resume(pending.server) }
            await checkpoint(pending)
            try Failpoints.hit("taking.take.before")
            if driver.capabilities.snapshotsAreAtomic {
                try await driver.createSnapshot(try pending.name)
            } else {
                try await takeWhilePaused(pending, driver)
            }
            try Failpoints.hit("taking.record.before")
            try catalog.record(pending)
            try Failpoints.hit("taking.record.after")
        } catch let error as FailpointError {
            throw error
        } catch is CancellationError {
            return
        } catch {
            logger.warning("snapshot not taken: \(error)", metadata: ["clone": "\(pending.clone)"])
            try await refuse(pending, because: "\(error)")
        }
        // Its size is found out where nobody waits for it.
        measuring.put(pending.id)
    }

    /// Nobody may write while files are copied one by one: the server stands still, and its clients wait.
    private func takeWhilePaused(_ pending: PendingSnapshot, _ driver: any StorageDriver) async throws {
        let (server, pausing) = (try pending.server, try pausing)
        do {
            try await pausing.pause(server)
            try Failpoints.hit("taking.paused")
            try await driver.createSnapshot(try pending.name)
        } catch let error as FailpointError {
            // As after a crash: the next engine wakes it.
            throw error
        } catch {
            try await pausing.resume(server)
            throw error
        }
        try await pausing.resume(server)
    }

    private func refuse(_ pending: PendingSnapshot, because reason: String) async throws {
        try await pools.pool(pending.pool).driver.removeSnapshot(try pending.name)
        try catalog.refuse(pending, because: reason)
    }

    /// Without one, clones of the snapshot only start more slowly: who broke his server may still keep its data.
    private func checkpoint(_ pending: PendingSnapshot) async {
        do {
            let clone = try catalog.clone(pending.clone)
            let administrator = Administrator(
                socketDirectory: runtime.socketDirectory(of: try pending.server),
                port: clone?.port ?? 0,
                user: policy.value.adminUser,
                database: "template1"
            )
            try await administrator.connected { try await $0.execute("CHECKPOINT") }
        } catch {
            logger.notice("snapshot without a checkpoint: \(error)", metadata: ["clone": "\(pending.clone)"])
        }
    }

    private var pausing: any ServerPausing {
        get throws {
            guard let pausing = runtime as? any ServerPausing else {
                throw EngineError(.failedPrecondition, "this pool cannot take snapshots of running clones")
            }
            return pausing
        }
    }
}

extension PendingSnapshot {
    fileprivate var server: ServerID {
        get throws {
            guard let id = ServerID(dataset) else {
                throw EngineError(.internalError, "snapshot \(id) is of the impossible server \(dataset)")
            }
            return id
        }
    }
}
