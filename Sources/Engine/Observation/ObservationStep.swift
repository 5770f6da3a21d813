package import FoundationEssentials

/// One thing to do for a session.
package enum ObservationStep: String, CaseIterable, Sendable {
    /// Statistics are set to zero, sizes taken down.
    case prepare
    /// One look at locks, statements and the log.
    case sample
    /// Its end is recorded, since its time is over or its clone is lost.
    case conclude
    /// The last look; artifacts are written.
    case collect
}

extension Observation {
    /// Seconds from one look to the next.
    package static let samplePeriod = 1.0

    /// What is to be done now; `nil` for nothing.
    package func nextStep(of clone: Clone?, now: Date) -> ObservationStep? {
        let isObservable = isObservable(clone)
        switch state {
        case .starting: return isObservable ? .prepare : .conclude
        case .running:
            if !isObservable || duration(now: now) >= Double(settings.maxDuration) { return .conclude }
            let isDue = sampledAt.map { abs(now.timeIntervalSince($0)) >= Self.samplePeriod } ?? true
            return isDue ? .sample : nil
        case .finishing: return .collect
        case .finished: return nil
        }
    }

    /// Whether the clone is still the one, with the data, that the session is about.
    package func isObservable(_ clone: Clone?) -> Bool {
        guard let clone, clone.uid == cloneUID, clone.revision == revision else { return false }
        return clone.intent == .running && clone.phase != .failed
    }
}
