/// Where the data comes from and how that goes.
public struct Retrieving: Codable, Hashable, Sendable {
    /// `logical`, `physical` or `unknown`.
    @Lenient public var mode: String
    /// `inactive`, `pending`, `failed`, `refreshing`, `renewed`, `snapshotting` or `finished`.
    @Lenient public var status: String
    /// When the last refresh ended.
    @Nullable public var lastRefresh: Timestamp?
    /// When the next refresh is due.
    @Nullable public var nextRefresh: Timestamp?
    /// What needs attention, by kind: `refresh_failed`, `refresh_skipped`.
    @Lenient public var alerts: [String: RetrievalAlert]
    /// What the servers are doing during a refresh.
    @Nullable public var activity: RetrievalActivity?
    /// How far the running refresh is; not in DBLab.
    public var progress: RefreshProgress?
    /// What the last refresh did and left out; not in DBLab.
    public var lastReport: RefreshReport?
    /// The standby of physical mode; here not in DBLab.
    public var synchronization: Synchronization?

    /// Creates the value field by field.
    public init(
        mode: String = "unknown",
        status: String = "inactive",
        lastRefresh: Timestamp? = nil,
        nextRefresh: Timestamp? = nil,
        alerts: [String: RetrievalAlert] = [:],
        activity: RetrievalActivity? = nil,
        progress: RefreshProgress? = nil,
        lastReport: RefreshReport? = nil,
        synchronization: Synchronization? = nil
    ) {
        self.mode = mode
        self.status = status
        self.lastRefresh = lastRefresh
        self.nextRefresh = nextRefresh
        self.alerts = alerts
        self.activity = activity
        self.progress = progress
        self.lastReport = lastReport
        self.synchronization = synchronization
    }
}
