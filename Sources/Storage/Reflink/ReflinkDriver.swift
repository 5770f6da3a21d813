package import SystemPackage

/// Files that share blocks (reflinks), on XFS, Btrfs and others: no space, but time by the number of files.
package struct ReflinkDriver: TreeDriver {
    let store: TreeStore

    /// - Parameter root: The pool's directory, created if missing.
    package init(root: FilePath, failpoint: @escaping Failpoint = {}) throws {
        store = try TreeStore(root: root, transfer: .sharing, failpoint: failpoint)
    }

    package var capabilities: StorageCapabilities {
        StorageCapabilities(clonesInConstantTime: false, snapshotsAreAtomic: false, clonesPinSnapshots: false)
    }
}
