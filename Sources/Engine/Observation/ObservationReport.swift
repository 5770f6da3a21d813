import FoundationEssentials

/// A session with its intervals and the verdict on it.
package struct ObservationReport: Equatable, Sendable {
    package let observation: Observation
    package let intervals: [ObservationInterval]
    package let verdict: ObservationVerdict

    package init(_ observation: Observation, intervals: [ObservationInterval]) {
        self.observation = observation
        self.intervals = intervals
        verdict = observation.verdict(
            totalIntervals: intervals.count,
            warningIntervals: intervals.count { $0.hasWarning },
            duration: observation.duration(now: Date())
        )
    }
}
