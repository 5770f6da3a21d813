/// One effect that brings a clone nearer to what is wanted of it.
package enum CloneStep: String, Sendable, CaseIterable {
    case createDataset, stopStaleServers, startServer, provision, announce, removeStaleDatasets
    case stopServer, removeDataset, forget
    /// The data of a clone that somebody worked in are not there.
    case reportLoss
}

/// What is really there of a clone.
package struct CloneObservation: Equatable, Sendable {
    package var hasDataset: Bool
    /// Whether snapshots of its data need the dataset, also without the clone.
    package var holdsSnapshots: Bool
    package var isServing: Bool
    /// Whether the runtime knows the server, running or not.
    package var hasServer: Bool
    package var hasStaleServers: Bool
    package var hasStaleDatasets: Bool

    package init(
        hasDataset: Bool = false,
        holdsSnapshots: Bool = false,
        isServing: Bool = false,
        hasServer: Bool = false,
        hasStaleServers: Bool = false,
        hasStaleDatasets: Bool = false
    ) {
        self.hasDataset = hasDataset
        self.holdsSnapshots = holdsSnapshots
        self.isServing = isServing
        self.hasServer = hasServer
        self.hasStaleServers = hasStaleServers
        self.hasStaleDatasets = hasStaleDatasets
    }
}

/// What comes after a step.
package enum CloneSequel: Equatable, Sendable {
    case step(CloneStep)
    case nothing
    /// Only a look tells.
    case observation
}

extension Clone {
    /// The next thing to do, or `nil` when what is there is what is wanted.
    package func nextStep(observing actual: CloneObservation) -> CloneStep? {
        switch intent {
        case .running: nextStepToRun(observing: actual)
        case .absent: nextStepToGo(observing: actual)
        }
    }

    /// What comes after a step that has just succeeded: as told by that alone, or by an observation.
    package func sequel(of done: CloneStep) -> CloneSequel {
        guard intent == .running else { return .observation }
        let isProvisioned = provisionedRevision == revision
        return switch done {
        // It has ended the servers of earlier revisions as well.
        case .createDataset where !isProvisioned: .step(.startServer)
        case .startServer where !isProvisioned: .step(.provision)
        case .provision where isProvisioned && phase == .ready && staleRevisions.isEmpty: .nothing
        default: .observation
        }
    }

    private func nextStepToRun(observing actual: CloneObservation) -> CloneStep? {
        if !actual.hasDataset { return provisionedRevision == revision ? .reportLoss : .createDataset }
        if actual.hasStaleServers { return .stopStaleServers }
        if !actual.isServing { return .startServer }
        if provisionedRevision < revision { return .provision }
        if phase != .ready { return .announce }
        // Last, so that nobody waits for the removal of what a reset left behind.
        return actual.hasStaleDatasets || !staleRevisions.isEmpty ? .removeStaleDatasets : nil
    }

    private func nextStepToGo(observing actual: CloneObservation) -> CloneStep {
        if actual.hasStaleServers { return .stopStaleServers }
        if actual.hasServer { return .stopServer }
        if actual.hasStaleDatasets { return .removeStaleDatasets }
        return actual.hasDataset && !actual.holdsSnapshots ? .removeDataset : .forget
    }

    /// The phase shown while `step` runs.
    package func phase(during step: CloneStep) -> Phase {
        guard intent == .running else { return .deleting }
        return switch step {
        case .createDataset: .cloning
        case .stopStaleServers, .startServer, .stopServer: .starting
        case .provision: .provisioning
        case .announce, .removeStaleDatasets: .ready
        case .removeDataset, .forget: .deleting
        case .reportLoss: .failed
        }
    }
}
