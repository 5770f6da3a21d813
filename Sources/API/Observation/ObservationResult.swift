/// What a session of observation found.
public struct ObservationResult: Codable, Hashable, Sendable {
    /// `passed` or `failed`.
    @Lenient public var status: String
    /// The stretches of the session.
    @Lenient public var intervals: [Interval]
    /// The sums and the verdict.
    public var summary: Summary

    /// Creates the value field by field.
    public init(status: String = "", intervals: [Interval] = [], summary: Summary = Summary()) {
        self.status = status
        self.intervals = intervals
        self.summary = summary
    }

    /// Whether the work that was observed may go to production.
    public var isPassed: Bool { status == "passed" }
}

extension ObservationResult {
    /// A stretch of the session.
    public struct Interval: Codable, Hashable, Sendable {
        /// When it began.
        @Lenient public var startedAt: GoTime
        /// Seconds.
        @Lenient public var duration: Double
        /// A JSON array of dangerous locks; empty if there were none.
        @Lenient public var warning: String

        /// Creates the value field by field.
        public init(startedAt: GoTime = .zero, duration: Double = 0, warning: String = "") {
            self.startedAt = startedAt
            self.duration = duration
            self.warning = warning
        }

        private enum CodingKeys: String, CodingKey {
            case duration, warning
            case startedAt = "started_at"
        }
    }

    /// The sums and the verdict.
    public struct Summary: Codable, Hashable, Sendable {
        /// Seconds.
        @Lenient public var totalDuration: Double
        /// The number of intervals.
        @Lenient public var totalIntervals: Int
        /// The number of intervals with dangerous locks.
        @Lenient public var warningIntervals: Int
        /// What must hold to pass.
        public var checklist: Checklist

        /// Creates the value field by field.
        public init(
            totalDuration: Double = 0,
            totalIntervals: Int = 0,
            warningIntervals: Int = 0,
            checklist: Checklist = Checklist()
        ) {
            self.totalDuration = totalDuration
            self.totalIntervals = totalIntervals
            self.warningIntervals = warningIntervals
            self.checklist = checklist
        }

        private enum CodingKeys: String, CodingKey {
            case checklist
            case totalDuration = "total_duration"
            case totalIntervals = "total_intervals"
            case warningIntervals = "warning_intervals"
        }
    }

    /// What must hold to pass.
    public struct Checklist: Codable, Hashable, Sendable {
        /// Nobody said that the work failed, and the session was not cut short.
        @Lenient public var overallSuccess: Bool
        /// It took less than its longest time.
        @Lenient public var sessionDurationAcceptable: Bool
        /// No transaction held an exclusive lock for too long.
        @Lenient public var noLongDangerousLocks: Bool
        /// The server logged no error; not in DBLab.
        @Lenient public var noLogErrors: Bool

        /// Creates the value field by field.
        public init(
            overallSuccess: Bool = false,
            sessionDurationAcceptable: Bool = false,
            noLongDangerousLocks: Bool = false,
            noLogErrors: Bool = false
        ) {
            self.overallSuccess = overallSuccess
            self.sessionDurationAcceptable = sessionDurationAcceptable
            self.noLongDangerousLocks = noLongDangerousLocks
            self.noLogErrors = noLogErrors
        }

        private enum CodingKeys: String, CodingKey {
            case overallSuccess = "overall_success"
            case sessionDurationAcceptable = "session_duration_acceptable"
            case noLongDangerousLocks = "no_long_dangerous_locks"
            case noLogErrors = "no_log_errors"
        }
    }
}
