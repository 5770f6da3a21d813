/// A branch as `GET /branches` lists it.
public struct Branch: Codable, Hashable, Sendable {
    /// Its name.
    public var name: String
    /// The pool of its head.
    @Lenient public var baseDataset: String
    /// The branch it was forked from; `-` for none.
    @Lenient public var parent: String
    /// The moment its head's data are of, as `YYYYMMDDHHMMSS`.
    @Lenient public var dataStateAt: String
    /// Its head.
    @Lenient public var snapshotID: String
    /// The part of the head's id before `@`.
    @Lenient public var dataset: String
    /// Its snapshots from the head back to the one it was forked at.
    @Lenient public var numSnapshots: Int
    /// Whether it is protected from removal.
    @Lenient public var protected: Bool
    /// The end of the protection.
    public var protectedTill: Timestamp?
    /// When it will be removed.
    public var deleteAt: Timestamp?

    /// Creates the value field by field.
    public init(
        name: String,
        baseDataset: String = "",
        parent: String = "-",
        dataStateAt: String = "",
        snapshotID: String = "",
        dataset: String = "",
        numSnapshots: Int = 0,
        protected: Bool = false,
        protectedTill: Timestamp? = nil,
        deleteAt: Timestamp? = nil
    ) {
        self.name = name
        self.baseDataset = baseDataset
        self.parent = parent
        self.dataStateAt = dataStateAt
        self.snapshotID = snapshotID
        self.dataset = dataset
        self.numSnapshots = numSnapshots
        self.protected = protected
        self.protectedTill = protectedTill
        self.deleteAt = deleteAt
    }
}
