import FoundationEssentials
import Logging
package import Runtime
import ServiceLifecycle

/// Makes clones what they are wanted to be, one step at a time, from wherever they are.
///
/// The wish is in the catalog before any effect, and every effect may be repeated: after a crash the loop just goes on.
package struct CloneReconciler: Sendable {
    let catalog: Catalog
    private let livePolicy: Live<CloningPolicy>
    var policy: CloningPolicy { livePolicy.value }
    let observer: CloneObserver
    let effects: CloneEffects
    let taking: SnapshotTaking
    let metrics: Metrics
    private let logger = Logger(label: "dblab.clones")

    /// - Parameter snapshots: the queue of ``SnapshotReconciler``, to which new snapshots go.
    package init(
        catalog: Catalog,
        pools: Pools,
        runtime: any PostgresRuntime,
        policy: Live<CloningPolicy>,
        snapshots: WorkQueue<Snapshot.ID>,
        metrics: Metrics = Metrics()
    ) {
        self.catalog = catalog
        self.metrics = metrics
        livePolicy = policy
        observer = CloneObserver(catalog: catalog, pools: pools, runtime: runtime)
        effects = CloneEffects(
            catalog: catalog,
            pools: pools,
            runtime: runtime,
            livePolicy: policy,
            metrics: metrics
        )
        taking = SnapshotTaking(
            catalog: catalog,
            pools: pools,
            runtime: runtime,
            policy: policy,
            measuring: snapshots
        )
    }

    /// Repeats observe → decide → record → act until nothing is left to do, or only later, or only for a person.
    ///
    /// - Throws: only what ends the process in tests; failures of steps are recorded in the clone.
    package func reconcile(_ id: Clone.ID) async throws {
        // Before a reset or a destruction takes away what a snapshot was asked of.
        try await takeSnapshots(of: id)
        // At shutdown the step in hand is finished; the next engine goes on from there.
        var done: (step: CloneStep, clone: Clone)?
        while !Task.isShuttingDownGracefully, let clone = try catalog.clone(id), !clone.isHeldUp(at: Date()) {
            var attempted: CloneStep?
            do {
                guard let step = try await nextStep(of: clone, after: done),
                    !clone.isWaiting(toRepeat: step, at: Date())
                else { break }
                (attempted, done) = (step, nil)
                try await take(step, on: clone)
                done = (step, clone)
            } catch let error as FailpointError {
                throw error
            } catch is CancellationError {
                return
            } catch {
                try await handle(error, at: attempted, of: clone)
            }
        }
        try await takeSnapshots(of: id)
        if let clone = try catalog.clone(id) { await effects.mirror(clone) }
    }

    /// What is there is looked at, unless the step before has just made it so, and nobody wants anything else meanwhile.
    private func nextStep(of clone: Clone, after done: (step: CloneStep, clone: Clone)?) async throws -> CloneStep? {
        if let done, done.clone.revision == clone.revision {
            switch clone.sequel(of: done.step) {
            case .step(let step): return step
            case .nothing: return nil
            case .observation: break
            }
        }
        return clone.nextStep(observing: try await observer.observe(clone))
    }

    private func takeSnapshots(of id: Clone.ID) async throws {
        do { try await taking.takeAll(of: id) } catch let error as FailpointError { throw error } catch {
            logger.warning("snapshots not taken: \(error)", metadata: ["clone": "\(id)"])
        }
    }

    private func take(_ step: CloneStep, on clone: Clone) async throws {
        // What is shown meanwhile is no wish: the effect need not wait until it is on disk.
        async let noted: Void = note(step, of: clone)
        try Failpoints.hit("clone.\(step.rawValue).before")
        let start = ContinuousClock.now
        defer { metrics.observe(.cloneStepDuration, ["step": step.rawValue], ContinuousClock.now - start) }
        try await effects.perform(step, on: clone)
        logger.debug(
            "step done",
            metadata: [
                "clone": "\(clone.id)", "step": "\(step.rawValue)",
                "ms": "\((ContinuousClock.now - start).milliseconds)",
            ]
        )
        try await noted
        try Failpoints.hit("clone.\(step.rawValue).after")
    }

    private func note(_ step: CloneStep, of clone: Clone) throws {
        let phase = clone.phase(during: step)
        guard clone.phase != phase, step != .announce, step != .reportLoss else { return }
        try catalog.noteClone(clone.id, event: "clone.\(phase.rawValue)") {
            // A quick step may have ended before.
            guard $0.revision == clone.revision, $0.intent == clone.intent,
                $0.provisionedRevision == clone.provisionedRevision
            else { return }
            $0.phase = phase
        }
    }

    private func handle(_ error: any Error, at step: CloneStep?, of clone: Clone) async throws {
        if let error = error as? RuntimeError, error.code == .portTaken, clone.isNew, clone.intent == .running {
            logger.notice(
                "port \(clone.port) is taken by a stranger, taking another",
                metadata: ["clone": "\(clone.id)"]
            )
            do { return try catalog.movePort(of: clone.id, within: policy.ports) } catch let exhausted as EngineError {
                return try record(exhausted, at: step, of: clone)
            }
        }
        try record(error, at: step, of: clone)
    }

    private func record(_ error: any Error, at step: CloneStep?, of clone: Clone) throws {
        let failure = CloneFailure(
            error,
            step: step?.rawValue ?? "observe",
            previous: clone.failure,
            isGoing: clone.intent == .absent || step == .removeStaleDatasets,
            now: Date()
        )
        logger.warning("\(failure.message)", metadata: ["clone": "\(clone.id)", "step": "\(failure.step)"])
        try catalog.updateClone(clone.id, event: failure.retryAt == nil ? "clone.failed" : "clone.retryScheduled") {
            // A wish that came meanwhile deserves its own attempt.
            guard $0.revision == clone.revision, $0.intent == clone.intent else { return }
            $0.failure = failure
            // Leftovers of an earlier revision do not hurt who works in this one.
            if failure.needsAttention, step != .removeStaleDatasets { $0.phase = .failed }
        }
    }
}

extension Clone {
    /// Whether its last failure forbids another attempt now.
    fileprivate func isHeldUp(at now: Date) -> Bool {
        guard let failure, failure.step != CloneStep.removeStaleDatasets.rawValue else { return false }
        return failure.retryAt.map { $0 > now } ?? true
    }

    /// Whether this very step failed and is to be tried later.
    fileprivate func isWaiting(toRepeat step: CloneStep, at now: Date) -> Bool {
        guard let failure, failure.step == step.rawValue else { return false }
        return failure.retryAt.map { $0 > now } ?? true
    }
}
