import FoundationEssentials
import Logging
import ServiceLifecycle
import Storage
import Synchronization
import Tooling

/// Looks after replicas from time to time: adopts what an earlier engine left, and replaces what is broken.
package struct ReplicaWorker: Service {
    let replicas: Replicas
    let refreshes: RefreshService
    private let removal = Removal()
    private let told = Told()
    private let replacements = Replacements()
    private let logger = Logger(label: "dblab.replica")

    private final class Removal: Sendable {
        let turns = Mutex(ReplicaRemovalTurns())
    }

    /// What everybody was told last.
    private final class Told: Sendable {
        private let code = Mutex<ReplicaStatus.Code?>(nil)

        func isNew(_ code: ReplicaStatus.Code?) -> Bool {
            self.code.withLock { known in
                defer { known = code }
                return known != code
            }
        }
    }

    package init(replicas: Replicas, refreshes: RefreshService) {
        self.replicas = replicas
        self.refreshes = refreshes
    }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while true {
                    try await turn()
                    try await Task.sleep(for: replicas.plan.value.replica?.interval ?? .seconds(5))
                }
            }
        } catch is CancellationError { return }
    }

    private func turn() async throws {
        do { try await tick() } catch let error as CancellationError { throw error } catch {
            logger.warning("replicas were not looked after: \(error)")
        }
    }

    /// Looks once.
    package func tick() async throws {
        let catalog = replicas.catalog
        let isWanted = replicas.plan.value.replica != nil
        try catalog.retireReplicas { replica, isBeingMade in
            replica.isRestored ? !isWanted : !isBeingMade
        }
        let current = try catalog.currentReplica()
        if let current, current.phase == .running {
            try catalog.retireReplicas { replica, isBeingMade in
                replica.isRestored && replica.id != current.id && !isBeingMade
            }
        }
        let event = try catalog.lastEventID()
        let isDue = removal.turns.withLock { $0.isDue(at: event) }
        for replica in try catalog.replicas() {
            if replica.intent == .absent, isDue { await removeSnapshots(of: replica) }
            try await replicas.turn.with {
                try await ReplicaReconciler(parts: replicas).reconcile(replica.id ?? 0)
            }
        }
        try tellStatus()
        if isWanted { try replaceBroken() }
        if let current, isDue { await removeSnapshots(of: current) }
    }

    private func tellStatus() throws {
        let status = try replicas.status()
        guard told.isNew(status?.code), let status else { return }
        let payload = ["code": status.code.rawValue, "message": status.message]
        try replicas.catalog.append("replica.status", to: "replica", payload: payload)
        let level: Logger.Level = status.code == .error ? .warning : .info
        logger.log(level: level, "standby: \(status.code.rawValue): \(status.message)")
    }

    /// What refreshes began with goes once nothing depends on it.
    private func removeSnapshots(of replica: Replica) async {
        do {
            let catalog = replicas.catalog
            guard replica.hasSnapshots else { return }
            let running = try catalog.runningRefresh()
            let driver = try replicas.pools.pool(replica.pool).driver
            let dataset = try replica.dataset
            let kept = try running.map { try replica.snapshot(for: $0) }
            for name in try await driver.inventory().snapshots where name.dataset == dataset && name != kept {
                try await driver.removeSnapshot(name)
            }
            // A refresh that runs ends with an event.
            if running == nil { try catalog.updateReplica(replica.id, event: nil) { $0.hasSnapshots = false } }
        } catch {
            removal.turns.withLock { $0.noteLeftover() }
            if let error = error as? StorageError, case .inUse = error.code { return }
            logger.debug("snapshots of a standby not removed: \(error)")
        }
    }

    /// The last resort: another copy in a dataset of its own; snapshots and clones stay as they are.
    private func replaceBroken() throws {
        guard let current = try replicas.catalog.currentReplica(), current.phase == .broken else { return }
        guard try replicas.catalog.runningRefresh() == nil else { return }
        let failures = try refreshes.catalog.refreshes(limit: 20).prefix { $0.state == .failed }
        if let last = failures.first?.finishedAt {
            let pause = Double(60 << min(failures.count - 1, 6))
            guard last.addingTimeInterval(pause) <= Date() else { return }
        }
        guard replacements.mayBegin(at: .now) else { return }
        logger.notice("production is copied anew", metadata: ["replica": "\(current.uid)"])
        try refreshes.start(reason: "replica", pool: current.pool)
        replacements.note(.now)
    }
}
