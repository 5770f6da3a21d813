/// What a refresh did; also the payload of `refresh.finished` events.
public struct RefreshReport: Codable, Hashable, Sendable {
    /// The refresh.
    @Lenient public var refreshID: String
    /// When it started.
    @Lenient public var startedAt: Timestamp
    /// When it ended.
    @Lenient public var finishedAt: Timestamp
    /// The snapshot it made.
    public var snapshotID: String?
    /// Tables copied.
    @Lenient public var tables: Int
    /// Bytes of the new data directory.
    @Lenient public var bytes: UInt64
    /// Seconds that each stage took.
    @Lenient public var durations: [String: Double]
    /// What was left out, and why.
    @Lenient public var omissions: [RefreshOmission]
    /// What of production is in the snapshot in a harmless form only.
    @Lenient public var neutralized: [RefreshNeutralization]
    /// What masking did; absent without rules.
    public var masking: MaskingReport?

    /// Creates the value field by field.
    public init(
        refreshID: String = "",
        startedAt: Timestamp = .zero,
        finishedAt: Timestamp = .zero,
        snapshotID: String? = nil,
        tables: Int = 0,
        bytes: UInt64 = 0,
        durations: [String: Double] = [:],
        omissions: [RefreshOmission] = [],
        neutralized: [RefreshNeutralization] = [],
        masking: MaskingReport? = nil
    ) {
        self.refreshID = refreshID
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.snapshotID = snapshotID
        self.tables = tables
        self.bytes = bytes
        self.durations = durations
        self.omissions = omissions
        self.neutralized = neutralized
        self.masking = masking
    }
}
