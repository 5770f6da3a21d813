/// A snapshot as part of the graph of branches.
public struct SnapshotDetails: Codable, Hashable, Sendable {
    /// The snapshot's id.
    public var id: String
    /// The snapshot before it; `-` for none.
    @Lenient public var parent: String
    /// The snapshots that follow directly.
    @Lenient public var child: [String]
    /// The branches whose head it is.
    @Lenient public var branch: [String]
    /// The branches that were forked here.
    @Lenient public var root: [String]
    /// The moment that its data are of, as `YYYYMMDDHHMMSS`.
    @Lenient public var dataStateAt: String
    /// What the user said about it; `-` for nothing.
    @Lenient public var message: String
    /// The part of the id before `@`.
    @Lenient public var dataset: String
    /// The clones that depend on it.
    @Lenient public var clones: [String]
    /// Whether it is protected from removal.
    @Lenient public var protected: Bool
    /// The end of the protection.
    public var protectedTill: Timestamp?
    /// When it will be removed.
    public var deleteAt: Timestamp?

    /// Creates the value field by field.
    public init(
        id: String,
        parent: String = "-",
        child: [String] = [],
        branch: [String] = [],
        root: [String] = [],
        dataStateAt: String = "",
        message: String = "-",
        dataset: String = "",
        clones: [String] = [],
        protected: Bool = false,
        protectedTill: Timestamp? = nil,
        deleteAt: Timestamp? = nil
    ) {
        self.id = id
        self.parent = parent
        self.child = child
        self.branch = branch
        self.root = root
        self.dataStateAt = dataStateAt
        self.message = message
        self.dataset = dataset
        self.clones = clones
        self.protected = protected
        self.protectedTill = protectedTill
        self.deleteAt = deleteAt
    }
}
