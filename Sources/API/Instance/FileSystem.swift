/// Sizes of a pool, in bytes.
public struct FileSystem: Codable, Hashable, Sendable {
    /// The storage driver.
    @Lenient public var mode: String
    /// All space.
    @Lenient public var size: UInt64
    /// Free space.
    @Lenient public var free: UInt64
    /// Used space.
    @Lenient public var used: UInt64
    /// The newest data.
    @Lenient public var dataSize: UInt64
    /// Held by snapshots only.
    @Lenient public var usedBySnapshots: UInt64
    /// Held by clones only.
    @Lenient public var usedByClones: UInt64
    /// How many times larger the data is than its space.
    @Lenient public var compressRatio: Double

    /// Creates the value field by field.
    public init(
        mode: String = "",
        size: UInt64 = 0,
        free: UInt64 = 0,
        used: UInt64 = 0,
        dataSize: UInt64 = 0,
        usedBySnapshots: UInt64 = 0,
        usedByClones: UInt64 = 0,
        compressRatio: Double = 1
    ) {
        self.mode = mode
        self.size = size
        self.free = free
        self.used = used
        self.dataSize = dataSize
        self.usedBySnapshots = usedBySnapshots
        self.usedByClones = usedByClones
        self.compressRatio = compressRatio
    }
}
