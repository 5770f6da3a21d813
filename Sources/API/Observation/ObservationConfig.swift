/// What a session of observation looks for; 0 stands for the engine's default.
public struct ObservationConfig: Codable, Hashable, Sendable {
    /// Seconds of one interval of the result.
    @Lenient public var observationInterval: Int
    /// Seconds for which a transaction may hold an exclusive lock.
    @Lenient public var maxLockDuration: Int
    /// Seconds that the session may take.
    @Lenient public var maxDuration: Int
    /// Whether errors in the server's log leave the verdict alone; not in DBLab.
    public var allowLogErrors: Bool?

    /// Creates the value field by field.
    public init(
        observationInterval: Int = 0,
        maxLockDuration: Int = 0,
        maxDuration: Int = 0,
        allowLogErrors: Bool? = nil
    ) {
        self.observationInterval = observationInterval
        self.maxLockDuration = maxLockDuration
        self.maxDuration = maxDuration
        self.allowLogErrors = allowLogErrors
    }

    private enum CodingKeys: String, CodingKey {
        case observationInterval = "observation_interval"
        case maxLockDuration = "max_lock_duration"
        case maxDuration = "max_duration"
        case allowLogErrors = "allow_log_errors"
    }
}
