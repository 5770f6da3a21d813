/// A place that holds snapshots and clones.
public struct Pool: Codable, Hashable, Sendable {
    /// The name.
    public var name: String
    /// The storage driver.
    @Lenient public var mode: String
    /// The moment that its newest data is of.
    @Lenient public var dataStateAt: Timestamp
    /// `active`, `refreshing` or `empty`.
    @Lenient public var status: String
    /// The ids of its clones.
    @Lenient public var cloneList: [String]
    /// Its sizes.
    public var fileSystem: FileSystem

    /// Creates the value field by field.
    public init(
        name: String,
        mode: String = "",
        dataStateAt: Timestamp = .zero,
        status: String = "",
        cloneList: [String] = [],
        fileSystem: FileSystem = .init()
    ) {
        self.name = name
        self.mode = mode
        self.dataStateAt = dataStateAt
        self.status = status
        self.cloneList = cloneList
        self.fileSystem = fileSystem
    }
}
