/// Sizes and durations of a clone.
public struct CloneMetadata: Codable, Hashable, Sendable {
    /// Bytes that differ from the snapshot.
    @Lenient public var cloneDiffSize: UInt64
    /// Bytes of the whole data directory.
    @Lenient public var logicalSize: UInt64
    /// Seconds from the request to ready.
    @Lenient public var cloningTime: Double
    /// Minutes without use after which it is removed; 0 for never.
    @Lenient public var maxIdleMinutes: Int
    /// Minutes that protection lasts when none are given.
    public var protectionLeaseDurationMinutes: Int?
    /// The most minutes that protection may last.
    public var protectionMaxDurationMinutes: Int?

    /// Creates the value field by field.
    public init(
        cloneDiffSize: UInt64 = 0,
        logicalSize: UInt64 = 0,
        cloningTime: Double = 0,
        maxIdleMinutes: Int = 0,
        protectionLeaseDurationMinutes: Int? = nil,
        protectionMaxDurationMinutes: Int? = nil
    ) {
        self.cloneDiffSize = cloneDiffSize
        self.logicalSize = logicalSize
        self.cloningTime = cloningTime
        self.maxIdleMinutes = maxIdleMinutes
        self.protectionLeaseDurationMinutes = protectionLeaseDurationMinutes
        self.protectionMaxDurationMinutes = protectionMaxDurationMinutes
    }
}
