/// How far a refresh is; also the payload of `refresh.progress` events.
public struct RefreshProgress: Codable, Hashable, Sendable {
    /// The refresh.
    @Lenient public var refreshID: String
    /// The stage that runs, such as `dump` or `restore`.
    @Lenient public var stage: String
    /// What it does now.
    @Lenient public var message: String
    /// Tables finished.
    @Lenient public var tablesDone: Int
    /// Tables in all, if known.
    public var tablesTotal: Int?
    /// Bytes finished.
    @Lenient public var bytesDone: UInt64
    /// Bytes in all, if known.
    public var bytesTotal: UInt64?
    /// The present rate.
    @Lenient public var bytesPerSecond: Double
    /// When the refresh started.
    @Lenient public var startedAt: Timestamp

    /// Creates the value field by field.
    public init(
        refreshID: String = "",
        stage: String = "",
        message: String = "",
        tablesDone: Int = 0,
        tablesTotal: Int? = nil,
        bytesDone: UInt64 = 0,
        bytesTotal: UInt64? = nil,
        bytesPerSecond: Double = 0,
        startedAt: Timestamp = .zero
    ) {
        self.refreshID = refreshID
        self.stage = stage
        self.message = message
        self.tablesDone = tablesDone
        self.tablesTotal = tablesTotal
        self.bytesDone = bytesDone
        self.bytesTotal = bytesTotal
        self.bytesPerSecond = bytesPerSecond
        self.startedAt = startedAt
    }
}
