/// What a session of observation looks for, in whole seconds.
package struct ObservationSettings: Codable, Equatable, Sendable {
    /// The time that one interval of the result covers.
    package var interval: Int
    /// Transactions that hold an exclusive lock for longer than this are dangerous.
    package var maxLockDuration: Int
    /// How long the session may take; it is ended then, and has not passed.
    package var maxDuration: Int
    /// Whether errors in the server's log leave the verdict alone.
    package var allowsLogErrors: Bool

    /// 0 stands for DBLab's defaults: 10, 10 and 3600.
    /// - Throws: ``EngineError`` `invalidArgument` that names the field.
    package init(
        interval: Int = 0,
        maxLockDuration: Int = 0,
        maxDuration: Int = 0,
        allowsLogErrors: Bool = false
    ) throws {
        self.interval = interval == 0 ? 10 : interval
        self.maxLockDuration = maxLockDuration == 0 ? 10 : maxLockDuration
        self.maxDuration = maxDuration == 0 ? 3600 : maxDuration
        self.allowsLogErrors = allowsLogErrors
        try Self.check(self.interval, 1...3600, "observation_interval")
        try Self.check(self.maxLockDuration, 1...86400, "max_lock_duration")
        try Self.check(self.maxDuration, 1...(7 * 86400), "max_duration")
        guard self.maxDuration / self.interval <= Self.mostIntervals else {
            throw Self.refusal(
                "observation_interval",
                "it makes more than \(Self.mostIntervals) intervals in max_duration"
            )
        }
    }

    private static let mostIntervals = 10_000

    private static func check(_ value: Int, _ range: ClosedRange<Int>, _ field: String) throws {
        guard !range.contains(value) else { return }
        throw refusal(field, "it must be from \(range.lowerBound) to \(range.upperBound) seconds, or 0 for the default")
    }

    private static func refusal(_ field: String, _ reason: String) -> EngineError {
        EngineError(.invalidArgument, "invalid value for `config.\(field)`: \(reason)")
    }
}
