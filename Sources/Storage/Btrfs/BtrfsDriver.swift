package import SystemPackage
import Tooling

/// Btrfs subvolumes and their snapshots, by calls to the kernel.
package struct BtrfsDriver: ScratchSweeping {
    private let layout: PoolLayout
    private let failpoint: Failpoint

    /// - Parameter root: The pool's directory on a Btrfs file system, created if missing.
    package init(root: FilePath, failpoint: @escaping Failpoint = {}) throws {
        layout = try PoolLayout(root: root)
        self.failpoint = failpoint
    }

    package var capabilities: StorageCapabilities {
        StorageCapabilities(clonesInConstantTime: true, snapshotsAreAtomic: true, clonesPinSnapshots: false)
    }

    package func createDataset(_ name: DatasetName) async throws {
        let target = subvolume(name)
        try await createUnlessExists(target) { try target.create() }
    }

    package func createSnapshot(_ name: SnapshotName) async throws {
        let (source, target) = (subvolume(name.dataset), subvolume(name))
        try await createUnlessExists(target) {
            guard try source.exists() else { throw StorageError.noDataset(name.dataset) }
            try checkNothingIsLeftOut(of: name, source)
            try target.create(from: source, readOnly: true)
        }
    }

    package func createClone(_ name: DatasetName, of snapshot: SnapshotName) async throws {
        let (source, target) = (subvolume(snapshot), subvolume(name))
        try await createUnlessExists(target) {
            guard try source.exists() else { throw StorageError.noSnapshot(snapshot) }
            try target.create(from: source, readOnly: false)
        }
    }

    package func removeDataset(_ name: DatasetName) async throws {
        let target = subvolume(name)
        try await blocking { cancellation in
            guard try target.exists() else { return }
            try layout.checkUnused(name)
            try failpoint()
            if try target.remove() { return }
            // It holds other subvolumes. While they go one by one it must not look like a whole dataset.
            try layout.remove(target.path, failpoint: failpoint) {
                try Subvolume(path: $0).removeWithNested(cancellation)
            }
        }
    }

    package func removeSnapshot(_ name: SnapshotName) async throws {
        let target = subvolume(name)
        try await blocking { cancellation in
            guard try target.exists() else { return }
            try failpoint()
            try target.removeWithNested(cancellation)
        }
    }

    package func directory(of name: DatasetName) async throws -> FilePath {
        guard try subvolume(name).exists() else { throw StorageError.noDataset(name) }
        return layout.path(of: name)
    }

    package func inventory() async throws -> StorageInventory {
        try await blocking { _ in try layout.inventory { try Subvolume(path: $0).exists() } }
    }

    package func sweep() async throws {
        try await blocking { cancellation in
            try layout.sweep { try Subvolume(path: $0).removeWithContent(cancellation) }
        }
    }
}

extension BtrfsDriver: SpaceLimiting {
    package func limit(_ name: DatasetName, toGrowBy bytes: Int) async throws -> Bool {
        let target = subvolume(name)
        return try await blocking { _ in
            guard try target.exists() else { throw StorageError.noDataset(name) }
            return try target.limit(to: bytes)
        }
    }
}

extension BtrfsDriver {
    private func subvolume(_ name: DatasetName) -> Subvolume { Subvolume(path: layout.path(of: name)) }
    private func subvolume(_ name: SnapshotName) -> Subvolume { Subvolume(path: layout.path(of: name)) }

    private func createUnlessExists(_ target: Subvolume, _ create: @escaping @Sendable () throws -> Void) async throws {
        try await blocking { _ in
            guard try !target.exists() else { return }
            try failpoint()
            do {
                try create()
            } catch let error as StorageError where error.errno == .fileExists {
                // Somebody else made it meanwhile.
                guard try target.exists() else { throw error }
            }
        }
    }

    /// A snapshot ends at the borders of other subvolumes, which would be data lost without a word.
    private func checkNothingIsLeftOut(of name: SnapshotName, _ source: Subvolume) throws {
        guard try source.nestedCount() > 0 else { return }
        throw StorageError(
            .unavailable,
            "Dataset \(name.dataset) holds subvolumes, which its snapshot would leave out. Make them plain directories."
        )
    }
}
