import Glibc
package import SystemPackage
import Tooling

/// ZFS datasets, snapshots and clones under a given dataset, by the program zfs of OpenZFS 2 or zfs-fuse 0.7.
///
/// A failed command is understood by looking at what is there, not by its words.
package struct ZFSDriver: StorageDriver {
    let parent: String
    let failpoint: Failpoint
    let zfs = Tool("zfs", timeLimit: .seconds(600))

    /// - Parameter dataset: An existing, mounted dataset, such as `tank/dblab`, under which ours are created.
    package init(dataset: String, failpoint: @escaping Failpoint = {}) {
        parent = dataset
        self.failpoint = failpoint
    }

    package var capabilities: StorageCapabilities {
        StorageCapabilities(clonesInConstantTime: true, snapshotsAreAtomic: true, clonesPinSnapshots: true)
    }

    package func createDataset(_ name: DatasetName) async throws {
        try await create(full(name), with: ["create"] + mark(.dataset) + [full(name)], missing: nil)
    }

    package func createSnapshot(_ name: SnapshotName) async throws {
        try await create(
            full(name),
            with: ["snapshot"] + mark(.snapshot) + [full(name)],
            missing: (full(name.dataset), .noDataset(name.dataset))
        )
    }

    package func createClone(_ name: DatasetName, of snapshot: SnapshotName) async throws {
        try await create(
            full(name),
            with: ["clone"] + mark(.dataset) + [full(snapshot), full(name)],
            missing: (full(snapshot), .noSnapshot(snapshot))
        )
    }

    package func removeDataset(_ name: DatasetName) async throws {
        try await remove(full(name)) { listing in
            let contents = listing.contents(of: name)
            if !contents.isEmpty { throw StorageError.datasetHasSnapshots(name, contents) }
        }
    }

    package func removeSnapshot(_ name: SnapshotName) async throws {
        try await remove(full(name)) { listing in
            let clones = listing.clones(of: name)
            if !clones.isEmpty { throw StorageError.snapshotHasClones(name, clones) }
        }
    }

    package func directory(of name: DatasetName) async throws -> FilePath {
        if let directory = try mountedDirectory(name) { return directory }
        guard try await listing().containsOurs(full(name)) else { throw StorageError.noDataset(name) }
        do { try await change(["mount", full(name)]) } catch let failure as ToolFailure {
            // Somebody else may have mounted it meanwhile.
            guard try mountedDirectory(name) != nil else { throw storageError(failure, "mount \(full(name))") }
        }
        guard let directory = try mountedDirectory(name) else {
            throw StorageError(
                .unavailable,
                "The ZFS dataset \(full(name)) has no mount point. Give its parent one: "
                    + "zfs set mountpoint=/a/directory \(parent)"
            )
        }
        return directory
    }

    package func inventory() async throws -> StorageInventory {
        try await listing().inventory
    }
}

// MARK: Accounting

extension ZFSDriver: UsageReporting, SpaceReporting {
    package func reportedUsage(of name: DatasetName) async throws -> StorageUsage {
        guard let listing = try? await listing(of: full(name)) else { throw StorageError.noDataset(name) }
        guard let logical = listing.bytes("referenced", of: full(name)),
            let exclusive = listing.bytes("usedbydataset", of: full(name))
        else { throw StorageError.noDataset(name) }
        return StorageUsage(logical: logical, exclusive: exclusive)
    }

    package func space() async throws -> PoolSpace {
        let listing = try await listing()
        guard let used = listing.bytes("used", of: parent), let free = listing.bytes("available", of: parent) else {
            throw StorageError(.unavailable, "zfs tells no space of \(parent).")
        }
        return PoolSpace(size: used + free, free: free, compressRatio: listing.compressRatio(of: parent) ?? 1)
    }
}

extension ZFSDriver: SpaceLimiting {
    package func limit(_ name: DatasetName, toGrowBy bytes: Int) async throws -> Bool {
        let usage = try await reportedUsage(of: name)
        do { try await change(["set", "refquota=\(usage.logical + bytes)", full(name)]) } catch let failure
            as ToolFailure
        {
            throw storageError(failure, "limit the space of \(full(name))")
        }
        return true
    }
}

// MARK: Commands

extension ZFSDriver {
    /// How many commands that change something may run at once: one with zfs-fuse, which serves all pools.
    private static let changes = Slots(access("/dev/zfs", F_OK) == 0 ? 16 : 1)

    private func full(_ name: DatasetName) -> String { "\(parent)/\(name)" }
    private func full(_ name: SnapshotName) -> String { "\(parent)/\(name)" }

    private func mark(_ kind: ZFSListing.Kind) -> [String] {
        ["-o", "\(ZFSListing.kindProperty)=\(kind.rawValue)"]
    }

    /// The parent and all below it.
    private func listing() async throws -> ZFSListing {
        do { return try await listing(of: parent) } catch let failure as ToolFailure {
            throw storageError(failure, "list the ZFS dataset \(parent)")
        }
    }

    /// One dataset or snapshot and all below it.
    private func listing(of root: String) async throws -> ZFSListing {
        let properties = ZFSListing.properties.joined(separator: ",")
        let text = try await zfs("get", "-Hp", "-r", "-o", "name,property,value", properties, root)
        return ZFSListing(parsing: text, under: parent)
    }

    /// Runs a command that mounts or unmounts, as nearly all that change something do.
    ///
    /// The daemon of zfs-fuse mounts below its own mounts: of many such requests at once each may take one of its
    /// threads, and none is left to answer what the kernel asks meanwhile. Seen as a daemon that stands for ever.
    private func change(_ arguments: [String]) async throws {
        try await Self.changes.with { _ = try await zfs.run(arguments) }
    }

    /// Creates at once; only when that fails does it find out why, whether the thing is there already or its origin is not.
    private func create(
        _ target: String,
        with arguments: [String],
        missing: (name: String, error: StorageError)?
    ) async throws {
        try failpoint()
        do { try await change(arguments) } catch let failure as ToolFailure {
            let listing = try await listing()
            if listing.containsOurs(target) { return }
            if let missing, !listing.containsOurs(missing.name) { throw missing.error }
            if listing.contains(target) { throw foreign(target) }
            throw storageError(failure, "create \(target)")
        }
    }

    /// Removes what is ours; `checkUnused` throws if something else stands in the way.
    private func remove(_ target: String, checkUnused: (ZFSListing) throws -> Void) async throws {
        guard let before = try? await listing(of: target) else {
            guard try await listing().contains(target) else { return }
            throw StorageError(.unavailable, "zfs tells nothing of \(target).")
        }
        guard before.containsOurs(target) else { throw foreign(target) }
        try checkUnused(before)
        try failpoint()
        do {
            // What was just unmounted may still be busy for a moment, with zfs-fuse on a loaded machine for seconds.
            try await Tool.retryingWhileBusy(for: .seconds(15)) { try await destroy(target, checkUnused) }
        } catch let failure as ToolFailure {
            let directory = failure.isBusy ? try mountedDirectory(target) : nil
            throw directory.map { Unmounting.error(failure, at: $0) } ?? storageError(failure, "destroy \(target)")
        }
    }

    /// - Throws: `ToolFailure`, or what `checkUnused` throws, unless the target is gone.
    private func destroy(_ target: String, _ checkUnused: (ZFSListing) throws -> Void) async throws {
        do { try await change(["destroy", target]) } catch let failure as ToolFailure {
            let after = try await listing()
            guard after.contains(target) else { return }
            try checkUnused(after)
            throw failure
        }
    }

    private func mountedDirectory(_ name: DatasetName) throws -> FilePath? { try mountedDirectory(full(name)) }

    private func mountedDirectory(_ dataset: String) throws -> FilePath? {
        try MountTable.current().mounts.last { $0.isZFS && $0.source == dataset }?.directory
    }

    private func foreign(_ name: String) -> StorageError {
        StorageError(.unavailable, "\(name) exists, but was not created by DBLab. Rename it: zfs rename \(name) …")
    }

    private func storageError(_ failure: ToolFailure, _ action: String) -> StorageError {
        let full = ["out of space", "no space left", "quota exceeded"].contains { failure.output.contains($0) }
        return StorageError(full ? .outOfSpace : .unavailable, "Cannot \(action)", cause: failure)
    }
}
