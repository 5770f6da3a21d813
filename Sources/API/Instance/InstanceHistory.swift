/// Figures of an instance over time; the answer to `GET /instance/history`.
public struct InstanceHistory: Codable, Hashable, Sendable {
    /// How many clones there were, from each moment on.
    @Lenient public var clones: [CloneCount]
    /// How long creations took.
    @Lenient public var creations: [CloneCreation]
    /// The room of pools since the engine started.
    @Lenient public var pools: [PoolSample]

    /// Creates the value field by field.
    public init(clones: [CloneCount] = [], creations: [CloneCreation] = [], pools: [PoolSample] = []) {
        self.clones = clones
        self.creations = creations
        self.pools = pools
    }
}

/// The number of clones from a moment on.
public struct CloneCount: Codable, Hashable, Sendable {
    /// Since when.
    @Lenient public var at: Timestamp
    /// How many.
    @Lenient public var count: Int

    /// Creates the value field by field.
    public init(at: Timestamp = .zero, count: Int = 0) {
        self.at = at
        self.count = count
    }
}

/// A clone that became ready.
public struct CloneCreation: Codable, Hashable, Sendable {
    /// When.
    @Lenient public var at: Timestamp
    /// How long that took.
    @Lenient public var seconds: Double

    /// Creates the value field by field.
    public init(at: Timestamp = .zero, seconds: Double = 0) {
        self.at = at
        self.seconds = seconds
    }
}

/// The room of a pool at a moment, in bytes.
public struct PoolSample: Codable, Hashable, Sendable {
    /// Which pool.
    @Lenient public var pool: String
    /// When.
    @Lenient public var at: Timestamp
    /// All space.
    @Lenient public var size: UInt64
    /// Free space.
    @Lenient public var free: UInt64
    /// Held by snapshots only.
    @Lenient public var usedBySnapshots: UInt64
    /// Held by clones only.
    @Lenient public var usedByClones: UInt64

    /// Creates the value field by field.
    public init(
        pool: String = "",
        at: Timestamp = .zero,
        size: UInt64 = 0,
        free: UInt64 = 0,
        usedBySnapshots: UInt64 = 0,
        usedByClones: UInt64 = 0
    ) {
        self.pool = pool
        self.at = at
        self.size = size
        self.free = free
        self.usedBySnapshots = usedBySnapshots
        self.usedByClones = usedByClones
    }
}
