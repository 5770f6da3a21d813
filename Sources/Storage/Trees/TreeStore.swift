import CLinux
import Glibc
import SystemPackage
import Tooling

/// Datasets and snapshots as plain directories, of which each is made by copying another.
struct TreeStore: Sendable {
    let layout: PoolLayout
    let copier: TreeCopier
    let failpoint: Failpoint

    init(root: FilePath, transfer: ContentTransfer, failpoint: @escaping Failpoint) throws {
        layout = try PoolLayout(root: root)
        copier = TreeCopier(transfer: transfer)
        self.failpoint = failpoint
    }

    func createDirectory(_ path: FilePath) async throws {
        try await blocking { _ in
            guard try !path.isDirectory() else { return }
            try failpoint()
            try path.makeDirectory(mode: 0o755)
            try path.removingLastComponent().synchronize()
        }
    }

    func copy(_ source: FilePath, to target: FilePath, orThrow missing: StorageError) async throws {
        try await blocking { cancellation in
            guard try !target.isDirectory() else { return }
            guard try source.isDirectory() else { throw missing }
            try layout.create(target, failpoint: failpoint) { partial in
                try copier.copy(source, to: partial, cancellation)
                try failpoint()
                try settle(partial)
            }
        }
    }

    func remove(_ path: FilePath) async throws {
        try await blocking { cancellation in
            guard try path.isDirectory() else { return }
            try layout.remove(path, failpoint: failpoint) { try $0.removeTree(cancellation) }
        }
    }

    /// Sees to it that after a power cut a tree that has its final name also has all its content.
    private func settle(_ tree: FilePath) throws {
        // The log of XFS keeps the order of sharing blocks and renaming, and the rename is followed by a log flush.
        if case .sharing = copier.transfer, clinux_file_system_magic(tree.string) == Int64(CLINUX_XFS_MAGIC) {
            return
        }
        try tree.withDescriptor(O_RDONLY) {
            try checked(clinux_sync_file_system($0), "synchronise the file system of \(tree)")
        }
    }
}

/// A driver that copies trees; ``CopyDriver`` and ``ReflinkDriver`` differ only in how bytes are transferred.
protocol TreeDriver: ScratchSweeping {
    var store: TreeStore { get }
}

extension TreeDriver {
    package func createDataset(_ name: DatasetName) async throws {
        try await store.createDirectory(store.layout.path(of: name))
    }

    package func createSnapshot(_ name: SnapshotName) async throws {
        let layout = store.layout
        try await store.copy(
            layout.path(of: name.dataset),
            to: layout.path(of: name),
            orThrow: .noDataset(name.dataset)
        )
    }

    package func createClone(_ name: DatasetName, of snapshot: SnapshotName) async throws {
        let layout = store.layout
        try await store.copy(layout.path(of: snapshot), to: layout.path(of: name), orThrow: .noSnapshot(snapshot))
    }

    package func removeDataset(_ name: DatasetName) async throws {
        let path = store.layout.path(of: name)
        guard try path.isDirectory() else { return }
        try store.layout.checkUnused(name)
        try await store.remove(path)
    }

    package func removeSnapshot(_ name: SnapshotName) async throws {
        try await store.remove(store.layout.path(of: name))
    }

    package func directory(of name: DatasetName) async throws -> FilePath {
        let path = store.layout.path(of: name)
        guard try path.isDirectory() else { throw StorageError.noDataset(name) }
        return path
    }

    package func inventory() async throws -> StorageInventory {
        let layout = store.layout
        return try await blocking { _ in try layout.inventory { try $0.isDirectory() } }
    }

    package func sweep() async throws {
        let layout = store.layout
        try await blocking { cancellation in try layout.sweep { try $0.removeTree(cancellation) } }
    }
}
