package import Runtime

/// One effect that brings a replica nearer to what is wanted of it.
package enum ReplicaStep: String, Sendable, CaseIterable {
    case startServer, stopServer, makeSlot, announce, dropSlot, removeDataset, forget
    /// It can never follow again.
    case giveUp
}

/// What is really there of a replica.
package struct ReplicaObservation: Equatable, Sendable {
    package var hasDataset: Bool
    /// Whether snapshots are left of it that somebody's data depend on.
    package var holdsSnapshots: Bool
    /// `nil` if the runtime knows nothing of its server.
    package var server: ServerState?
    /// Whether its server runs with another configuration than the present one.
    package var isOutdated: Bool
    /// Whether it stands still because production has raised limits.
    package var isPaused: Bool
    /// Whether production has no slot for it, or one that is of no use any more.
    package var lacksSlot: Bool
    /// Why it can never follow again.
    package var hopelessness: String?

    package init(
        hasDataset: Bool = true,
        holdsSnapshots: Bool = false,
        server: ServerState? = nil,
        isOutdated: Bool = false,
        isPaused: Bool = false,
        lacksSlot: Bool = false,
        hopelessness: String? = nil
    ) {
        self.hasDataset = hasDataset
        self.holdsSnapshots = holdsSnapshots
        self.server = server
        self.isOutdated = isOutdated
        self.isPaused = isPaused
        self.lacksSlot = lacksSlot
        self.hopelessness = hopelessness
    }
}

extension Replica {
    /// The next thing to do, or `nil` when what is there is what is wanted.
    package func nextStep(observing actual: ReplicaObservation) -> ReplicaStep? {
        switch intent {
        case .running: nextStepToRun(observing: actual)
        case .absent: nextStepToGo(observing: actual)
        }
    }

    private func nextStepToRun(observing actual: ReplicaObservation) -> ReplicaStep? {
        // Its data are the refresh's until they are whole.
        guard isRestored, phase != .broken else { return nil }
        if !actual.hasDataset || actual.hopelessness != nil { return .giveUp }
        guard let server = actual.server, server != .stopped else { return .startServer }
        if actual.isOutdated || actual.isPaused { return .stopServer }
        if actual.lacksSlot { return .makeSlot }
        return server == .running && phase != .running ? .announce : nil
    }

    private func nextStepToGo(observing actual: ReplicaObservation) -> ReplicaStep? {
        if actual.server != nil { return .stopServer }
        // Early: production keeps log for it.
        if slot != nil { return .dropSlot }
        guard actual.hasDataset else { return .forget }
        return actual.holdsSnapshots ? nil : .removeDataset
    }
}
