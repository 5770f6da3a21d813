package import SystemPackage

/// The drivers there are, by the names that users write.
package enum DriverKind: String, CaseIterable, Codable, Sendable {
    case btrfs
    case zfs
    case reflink
    case copy
}

/// A pool as the configuration describes it.
package struct PoolConfiguration: Hashable, Sendable {
    /// What users call the pool.
    package var name: String
    /// Where it lies; for ZFS, where its dataset is mounted.
    package var directory: FilePath
    /// The driver; `nil` to find out (`auto`).
    package var driver: DriverKind?
    /// The ZFS dataset under which ours are created; `nil` for the one mounted at the directory.
    package var zfsDataset: String?

    package init(name: String, directory: FilePath, driver: DriverKind? = nil, zfsDataset: String? = nil) {
        self.name = name
        self.directory = directory
        self.driver = driver
        self.zfsDataset = zfsDataset
    }
}
