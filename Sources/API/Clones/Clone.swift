/// A thin clone, as DBLab shows it.
public struct Clone: Codable, Hashable, Sendable {
    /// The name given by the user, or a generated one.
    public var id: String
    /// The snapshot it was made from.
    @Nullable public var snapshot: Snapshot?
    /// The branch it belongs to.
    @Lenient public var branch: String
    /// Grows with every reset.
    @Lenient public var revision: Int
    /// Whether protection was asked for; it also ends at `protectedTill`.
    @Lenient public var protected: Bool
    /// The end of the protection; `nil` for no end.
    public var protectedTill: Timestamp?
    /// When it is destroyed by itself; DBLab sends `null` always.
    @Nullable public var deleteAt: Timestamp?
    /// When it was asked for.
    @Lenient public var createdAt: Timestamp
    /// What it is doing now.
    public var status: CloneStatus
    /// How to connect.
    public var db: CloneDatabase
    /// Sizes and durations.
    public var metadata: CloneMetadata
    /// Advice on the request, such as a weak password; only in answers to requests.
    public var warnings: [String]?

    /// Creates the value field by field.
    public init(
        id: String,
        snapshot: Snapshot? = nil,
        branch: String = "",
        revision: Int = 0,
        protected: Bool = false,
        protectedTill: Timestamp? = nil,
        deleteAt: Timestamp? = nil,
        createdAt: Timestamp = .zero,
        status: CloneStatus = .init(),
        db: CloneDatabase = .init(),
        metadata: CloneMetadata = .init(),
        warnings: [String]? = nil
    ) {
        self.id = id
        self.snapshot = snapshot
        self.branch = branch
        self.revision = revision
        self.protected = protected
        self.protectedTill = protectedTill
        self.deleteAt = deleteAt
        self.createdAt = createdAt
        self.status = status
        self.db = db
        self.metadata = metadata
        self.warnings = warnings
    }
}
