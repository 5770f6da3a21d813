import FoundationEssentials
import Logging
package import Runtime

/// Brings sessions on: one step after the other, until there is nothing to do now.
package struct ObservationReconciler: Sendable {
    let catalog: Catalog
    let effects: ObservationEffects

    package init(
        catalog: Catalog,
        runtime: any PostgresRuntime,
        policy: CloningPolicy,
        store: ArtifactStore,
        mask: TextMask = TextMask()
    ) {
        self.catalog = catalog
        effects = ObservationEffects(catalog: catalog, runtime: runtime, policy: policy, store: store, mask: mask)
    }

    /// Does what is to be done for a session now.
    package func reconcile(_ id: Int64) async throws {
        while let observation = try catalog.observation(id) {
            let clone = try catalog.clone(observation.clone)
            guard let step = observation.nextStep(of: clone, now: Date()) else { break }
            try Failpoints.hit("observation.\(step.rawValue).before")
            do {
                try await effects.perform(step, on: observation, of: clone)
            } catch let error as FailpointError {
                throw error
            } catch is CancellationError {
                return
            } catch {
                try fail(observation, step, error)
            }
            try Failpoints.hit("observation.\(step.rawValue).after")
        }
    }

    /// A session that cannot go on ends; nothing of it is tried for ever.
    private func fail(_ observation: Observation, _ step: ObservationStep, _ error: any Error) throws {
        let reason = "\(step.rawValue) failed: \(error)"
        Logger(label: "dblab.observation").notice("\(reason)", metadata: ["clone": "\(observation.clone)"])
        if step == .collect {
            try catalog.updateObservation(observation.number, event: "observation.finished") {
                $0.state = .finished
                $0.ending = $0.ending ?? reason
            }
        } else {
            try catalog.updateObservation(observation.number, event: "observation.finishing") {
                $0.conclude(because: reason, at: Date())
            }
        }
    }

    /// Removes the oldest sessions beyond the limits, files first.
    package func prune(keeping count: Int = 200, bytes: Int = 512 << 20) throws {
        var rest = try catalog.finishedObservations()[...]
        var sum = rest.reduce(0) { $0 + $1.facts.artifactBytes }
        while let oldest = rest.first, rest.count > count || sum > bytes {
            try effects.store.remove(oldest.number)
            try Failpoints.hit("observation.pruned.after")
            try catalog.deleteObservation(oldest.number)
            sum -= oldest.facts.artifactBytes
            rest = rest.dropFirst()
        }
    }
}
