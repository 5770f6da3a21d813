package import SystemPackage

/// Full copies, on any file system: for trying things out, since each snapshot and clone costs the whole size.
package struct CopyDriver: TreeDriver {
    let store: TreeStore

    /// - Parameter root: The pool's directory, created if missing.
    package init(root: FilePath, failpoint: @escaping Failpoint = {}) throws {
        store = try TreeStore(root: root, transfer: .copying, failpoint: failpoint)
    }

    package var capabilities: StorageCapabilities {
        StorageCapabilities(clonesInConstantTime: false, snapshotsAreAtomic: false, clonesPinSnapshots: false)
    }
}
