package import SystemPackage
package import Tooling

/// Makes a place for a pool where the directory's own file system cannot clone, and mounts it, also after a restart.
///
/// Everything may be repeated: what was interrupted is completed, what exists is kept. Nothing is ever formatted
/// that already holds something else.
package struct PoolCreation: Sendable {
    /// A file system that can clone.
    package enum FileSystem: String, CaseIterable, Sendable {
        case btrfs
        case xfs
    }

    /// What the pool lies on.
    package enum Medium: Sendable {
        /// A file, mounted through a loop device; it takes up only what is used of its size in bytes.
        case file(FilePath, size: Int, FileSystem)
        /// A whole, empty block device.
        case device(FilePath, FileSystem)
        /// A dataset in an existing ZFS pool, such as `tank/dblab`.
        case zfs(dataset: String)
    }

    /// Where the pool will be.
    package let directory: FilePath
    /// What it lies on.
    package let medium: Medium
    /// Who may work in it; `nil` for root.
    package let owner: Account?
    let mountList: FilePath

    /// - Parameter mountList: The list of what is mounted when the machine starts.
    package init(
        at directory: FilePath,
        on medium: Medium,
        owner: Account? = nil,
        mountList: FilePath = "/etc/fstab"
    ) {
        self.directory = directory.lexicallyNormalized()
        self.medium = medium
        self.owner = owner
        self.mountList = mountList
    }

    /// Makes the pool.
    /// - Throws: ``StorageError`` if something else is in the way, or a program is missing; the message names the remedy.
    package func create() async throws {
        guard directory.isAbsolute else {
            throw StorageError(.unavailable, "Give the pool's directory as an absolute path, not \(directory).")
        }
        switch medium {
        case .file(let path, let size, let system):
            let image = PoolImage(path: path, system: system)
            try checkDirectory(source: path)
            try await image.checkFile(size: size)
            try prepareDirectory()
            try await image.create(size: size)
            try await mount(path, system, options: ["loop"])
        case .device(let path, let system):
            let image = PoolImage(path: path, system: system)
            try checkDirectory(source: path)
            try await image.checkDevice(isMounted: isMounted())
            try prepareDirectory()
            try await image.formatDevice()
            try await mount(path, system, options: [])
        case .zfs(let dataset):
            try await createZFS(dataset)
        }
        if let owner { try checked(chown(directory, owner), "set the owner of \(directory)") }
    }

    /// Unmounts the pool and removes what ``create()`` made; a device keeps its content.
    /// - Parameter discardsContent: Whether datasets and snapshots in the pool may go with it.
    /// - Throws: ``StorageError`` with code `inUse` if the pool is not empty or a program works in it.
    package func remove(discardsContent: Bool = false) async throws {
        switch medium {
        case .zfs(let dataset):
            if !discardsContent { try checkEmpty() }
            try await removeZFS(dataset, discardsContent: discardsContent)
        case .file(let path, _, let system):
            try checkMount(of: path)
            if try path.status() != nil { try await PoolImage(path: path, system: system).checkOurs() }
            if !discardsContent { try checkEmpty() }
            try await unmount()
            for file in [path, PoolImage.partial(path)] { try file.removeTree(Cancellation()) }
        case .device(let path, _):
            try checkMount(of: path)
            if !discardsContent { try checkEmpty() }
            try await unmount()
        }
    }
}
