/// One refresh of the data, an element of the answer to `GET /instance/refreshes`; not in DBLab.
public struct Refresh: Codable, Hashable, Sendable {
    /// Its name.
    public var id: String
    /// The pool it fills.
    @Lenient public var pool: String
    /// `running`, `finished`, `failed`, `cancelled` or `interrupted`.
    @Lenient public var state: String
    /// The stage in hand, or the last one.
    @Lenient public var stage: String
    /// How often it was tried, this time included.
    @Lenient public var attempts: Int
    /// Why it failed.
    @Lenient public var message: String
    /// When it started.
    @Lenient public var startedAt: Timestamp
    /// When it ended.
    public var finishedAt: Timestamp?
    /// The moment of the source that its data show.
    public var dataStateAt: Timestamp?
    /// The snapshot it made.
    public var snapshotID: String?
    /// How far it is, or got.
    public var progress: RefreshProgress
    /// What it did and left out.
    public var report: RefreshReport

    /// Creates the value field by field.
    public init(
        id: String,
        pool: String = "",
        state: String = "",
        stage: String = "",
        attempts: Int = 1,
        message: String = "",
        startedAt: Timestamp = .zero,
        finishedAt: Timestamp? = nil,
        dataStateAt: Timestamp? = nil,
        snapshotID: String? = nil,
        progress: RefreshProgress,
        report: RefreshReport = .init()
    ) {
        self.id = id
        self.pool = pool
        self.state = state
        self.stage = stage
        self.attempts = attempts
        self.message = message
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.dataStateAt = dataStateAt
        self.snapshotID = snapshotID
        self.progress = progress
        self.report = report
    }
}
