/// What a session's result says.
package struct ObservationVerdict: Equatable, Sendable {
    /// Seconds.
    package var totalDuration: Double
    package var totalIntervals: Int
    package var warningIntervals: Int
    /// Whether nobody said that the work failed, and the session was not cut short.
    package var overallSuccess: Bool
    package var isDurationAcceptable: Bool
    package var hasNoLongDangerousLocks: Bool
    package var hasNoLogErrors: Bool
    package var isPassed: Bool
}

extension Observation {
    /// The verdict on what was seen until now.
    package func verdict(totalIntervals: Int, warningIntervals: Int, duration: Double) -> ObservationVerdict {
        let overallSuccess = !hasOverallError && (ending == nil || ending == Self.timeIsOver)
        let isDurationAcceptable = duration < Double(settings.maxDuration)
        let hasNoLogErrors = facts.errorCount == 0
        return ObservationVerdict(
            totalDuration: duration,
            totalIntervals: totalIntervals,
            warningIntervals: warningIntervals,
            overallSuccess: overallSuccess,
            isDurationAcceptable: isDurationAcceptable,
            hasNoLongDangerousLocks: warningIntervals == 0,
            hasNoLogErrors: hasNoLogErrors,
            isPassed: overallSuccess && isDurationAcceptable && warningIntervals == 0
                && (hasNoLogErrors || settings.allowsLogErrors)
        )
    }

    static let timeIsOver = "it took longer than max_duration"
    static let cloneIsLost = "the clone was reset or destroyed, or it failed"
}
