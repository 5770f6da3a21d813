/// The replica of the physical mode.
public struct Synchronization: Codable, Hashable, Sendable {
    /// How it is doing.
    public var status: Status
    /// When it started.
    public var startedAt: Timestamp?
    /// The last position in the log that was replayed.
    @Lenient public var lastReplayedLsn: String
    /// The moment of that position.
    @Lenient public var lastReplayedLsnAt: Timestamp
    /// Seconds behind the source.
    @Lenient public var replicationLag: Int
    /// Seconds since it started.
    @Lenient public var replicationUptime: Int
    /// Bytes of log behind the source, while that can be told; not in DBLab.
    public var replicationLagBytes: Int?

    /// Creates the value field by field.
    public init(
        status: Status = .init(),
        startedAt: Timestamp? = nil,
        lastReplayedLsn: String = "",
        lastReplayedLsnAt: Timestamp = .zero,
        replicationLag: Int = 0,
        replicationUptime: Int = 0,
        replicationLagBytes: Int? = nil
    ) {
        self.status = status
        self.startedAt = startedAt
        self.lastReplayedLsn = lastReplayedLsn
        self.lastReplayedLsnAt = lastReplayedLsnAt
        self.replicationLag = replicationLag
        self.replicationUptime = replicationUptime
        self.replicationLagBytes = replicationLagBytes
    }
}
