import FoundationEssentials
import Logging
import Runtime
import ServiceLifecycle

/// Makes replicas what they are wanted to be, one step at a time, from wherever they are.
struct ReplicaReconciler: Sendable {
    let parts: Replicas
    private let logger = Logger(label: "dblab.replica")

    init(parts: Replicas) { self.parts = parts }

    /// Goes on until nothing is left to do, or only later; whoever calls has the turn.
    /// - Throws: only what ends the process in tests; failures of steps are recorded in the replica.
    func reconcile(_ id: Int64) async throws {
        while !Task.isShuttingDownGracefully, let replica = try parts.catalog.replica(id) {
            var attempted: ReplicaStep?
            do {
                let actual = try await ReplicaObserver(parts: parts).observe(replica)
                guard let step = replica.nextStep(observing: actual) else { return try settle(replica) }
                guard !replica.isWaiting(toRepeat: step, at: Date()) else { return }
                attempted = step
                try Failpoints.hit("replica.\(step.rawValue).before")
                try await ReplicaEffects(parts: parts).perform(step, on: replica, observing: actual)
                try Failpoints.hit("replica.\(step.rawValue).after")
                // What these have changed shows only after a while.
                if step == .startServer || step == .makeSlot || step == .forget { return }
            } catch let error as FailpointError {
                throw error
            } catch is CancellationError {
                return
            } catch {
                return try record(error, at: attempted, of: replica)
            }
        }
    }

    private func settle(_ replica: Replica) throws {
        guard replica.failure != nil, replica.phase == .running else { return }
        try parts.catalog.updateReplica(replica.id, event: "replica.running") { $0.failure = nil }
    }

    private func record(_ error: any Error, at step: ReplicaStep?, of replica: Replica) throws {
        let name = step?.rawValue ?? "observe"
        let attempts = (replica.failure?.step == name ? replica.failure?.attempts ?? 0 : 0) + 1
        let log = (error as? RuntimeError)?.log ?? []
        let delay = Double(1 << min(attempts - 1, 6))
        let message = (error as? RuntimeError)?.message ?? "\(error)"
        let words = ([message] + (ReplicaComplaint(log: log).map { [$0.message] } ?? [])).joined(separator: " ")
        logger.warning("\(words)", metadata: ["replica": "\(replica.uid)", "step": "\(name)"])
        let isBroken = step == .startServer && attempts >= 3 && Self.isOfTheData(error)
        try parts.catalog.updateReplica(replica.id, event: isBroken ? "replica.broken" : "replica.failed") {
            guard $0.intent == replica.intent else { return }
            let retryAt = isBroken ? nil : Date().addingTimeInterval(delay)
            $0.failure = CloneFailure(step: name, message: words, log: log, attempts: attempts, retryAt: retryAt)
            if isBroken { $0.phase = .broken }
        }
    }

    /// Whether only other data can help.
    private static func isOfTheData(_ error: any Error) -> Bool {
        guard let error = error as? RuntimeError, error.code == .failedToStart else { return false }
        guard ReplicaComplaint(log: error.log) != .diskFull else { return false }
        let signs = [
            "PANIC", "could not locate", "WAL ends before", "could not open file", "invalid data", "incorrect checksum",
        ]
        return error.log.contains { line in signs.contains { line.contains($0) } }
    }
}

extension Replica {
    /// Whether this very step failed and is to be tried later.
    fileprivate func isWaiting(toRepeat step: ReplicaStep, at now: Date) -> Bool {
        guard let failure, failure.step == step.rawValue, let retryAt = failure.retryAt else { return false }
        return retryAt > now
    }
}
