/// How much a dataset holds, in bytes.
package struct StorageUsage: Hashable, Sendable {
    /// What its files hold as a reader sees them.
    package var logical: Int
    /// What would be free again if it were removed.
    package var exclusive: Int

    package init(logical: Int, exclusive: Int) {
        self.logical = logical
        self.exclusive = exclusive
    }
}

/// The space of the file system that a pool lies on, in bytes.
package struct PoolSpace: Hashable, Sendable {
    package var size: Int
    package var free: Int
    /// How many times smaller the data are on disk; 1 where that is not told.
    package var compressRatio: Double

    package init(size: Int, free: Int, compressRatio: Double = 1) {
        self.size = size
        self.free = free
        self.compressRatio = compressRatio
    }
}
