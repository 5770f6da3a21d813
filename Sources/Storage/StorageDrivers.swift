import SystemPackage

/// From a pool's configuration to its driver.
package enum StorageDrivers {
    /// Opens a pool: finds its driver, unless configured, and clears away what a crash left half-made.
    /// - Throws: ``StorageError`` that names the remedy, if the directory cannot have that driver or is ambiguous.
    package static func open(_ configuration: PoolConfiguration) async throws -> StoragePool {
        let choice = try await PoolDetection(configuration).choose()
        let driver = try makeDriver(choice)
        if let driver = driver as? any ScratchSweeping { try await driver.sweep() }
        return StoragePool(name: configuration.name, directory: choice.root, kind: choice.kind, driver: driver)
    }

    private static func makeDriver(_ choice: PoolDetection.Choice) throws -> any StorageDriver {
        switch choice.kind {
        case .btrfs: try BtrfsDriver(root: choice.root)
        case .zfs: ZFSDriver(dataset: choice.zfsDataset)
        case .reflink: try ReflinkDriver(root: choice.root)
        case .copy: try CopyDriver(root: choice.root)
        }
    }
}
