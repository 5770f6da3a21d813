/// A snapshot; holds the keys of both shapes that DBLab sends.
public struct Snapshot: Codable, Hashable, Sendable {
    /// For example `pool@snapshot_20260101010101`.
    public var id: String
    /// When it was taken.
    @Lenient public var createdAt: Timestamp
    /// The moment that its data is of.
    @Lenient public var dataStateAt: Timestamp
    /// Bytes that only it holds.
    @Lenient public var physicalSize: UInt64
    /// Bytes of its whole data directory.
    @Lenient public var logicalSize: UInt64
    /// The pool it is in.
    @Lenient public var pool: String
    /// How many clones depend on it.
    @Lenient public var numClones: Int
    /// The clones that depend on it.
    @Lenient public var clones: [String]
    /// The branch it belongs to.
    @Lenient public var branch: String
    /// The snapshot before it in the line of its branch; DBLab tells it in `GET /branch/snapshot/{id}` only.
    public var parent: String?
    /// What the user said about it.
    @Lenient public var message: String
    /// Whether it is protected from removal.
    @Lenient public var protected: Bool
    /// The end of the protection.
    public var protectedTill: Timestamp?
    /// When it will be removed.
    public var deleteAt: Timestamp?
    /// The physical size again, in answers to `POST /snapshot`.
    public var used: UInt64?
    /// The logical size again, in answers to `POST /snapshot`.
    public var logicalReferenced: UInt64?

    /// Creates the value field by field.
    public init(
        id: String,
        createdAt: Timestamp = .zero,
        dataStateAt: Timestamp = .zero,
        physicalSize: UInt64 = 0,
        logicalSize: UInt64 = 0,
        pool: String = "",
        numClones: Int = 0,
        clones: [String] = [],
        branch: String = "",
        parent: String? = nil,
        message: String = "",
        protected: Bool = false,
        protectedTill: Timestamp? = nil,
        deleteAt: Timestamp? = nil,
        used: UInt64? = nil,
        logicalReferenced: UInt64? = nil
    ) {
        self.id = id
        self.createdAt = createdAt
        self.dataStateAt = dataStateAt
        self.physicalSize = physicalSize
        self.logicalSize = logicalSize
        self.pool = pool
        self.numClones = numClones
        self.clones = clones
        self.branch = branch
        self.parent = parent
        self.message = message
        self.protected = protected
        self.protectedTill = protectedTill
        self.deleteAt = deleteAt
        self.used = used
        self.logicalReferenced = logicalReferenced
    }
}
