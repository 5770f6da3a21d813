import SystemPackage
import Tooling

extension PoolCreation {
    private var zfs: Tool { Tool("zfs") }

    /// Creates the dataset, or checks that an existing one is mounted at the pool's directory.
    func createZFS(_ dataset: String) async throws {
        let listing = try await zfsListing(dataset)
        if listing.contains(dataset) {
            guard listing.value("mountpoint", of: dataset) == directory.string else {
                throw StorageError(
                    .unavailable,
                    "The ZFS dataset \(dataset) exists, but is not mounted at \(directory). "
                        + "Mount it there: zfs set mountpoint=\(directory) \(dataset)"
                )
            }
            if try PoolProbe(root: directory).zfsDataset() == nil { try await run(["mount", dataset]) }
            return
        }
        let properties = ["mountpoint=\(directory)", "atime=off", "compression=on", "logbias=throughput", "\(mark)"]
        try await run(["create", "-p"] + properties.flatMap { ["-o", $0] } + [dataset])
    }

    /// Removes the dataset if it was made by ``createZFS(_:)``.
    func removeZFS(_ dataset: String, discardsContent: Bool) async throws {
        let listing = try await zfsListing(dataset)
        guard listing.contains(dataset) else { return }
        guard listing.value(ZFSListing.kindProperty, of: dataset) == ZFSListing.Kind.pool.rawValue else {
            throw StorageError(.unavailable, "The ZFS dataset \(dataset) was not made by DBLab. Remove it by hand.")
        }
        let names = listing.inventory.datasets.map(\.description).sorted()
        guard discardsContent || names.isEmpty else {
            throw StorageError(.inUse(by: names), "The pool \(dataset) still holds \(names.joined(separator: ", ")).")
        }
        let mounted = (try MountTable.current().mounts.last { $0.isZFS && $0.source == dataset })?.directory
        do {
            try await Tool.retryingWhileBusy {
                try await zfs.run(["destroy"] + (discardsContent ? ["-R"] : []) + [dataset])
            }
        } catch let failure as ToolFailure {
            throw Unmounting.error(failure, at: mounted ?? directory)
        }
    }

    private var mark: String { "\(ZFSListing.kindProperty)=\(ZFSListing.Kind.pool.rawValue)" }

    /// What there is of the dataset; nothing if it does not exist.
    private func zfsListing(_ dataset: String) async throws -> ZFSListing {
        let properties = ZFSListing.properties.joined(separator: ",")
        do {
            let text = try await zfs("get", "-Hp", "-r", "-o", "name,property,value", properties, dataset)
            return ZFSListing(parsing: text, under: dataset)
        } catch let failure as ToolFailure where failure.output.contains("does not exist") {
            return ZFSListing(parsing: "", under: dataset)
        } catch let failure as ToolFailure {
            throw StorageError(
                .unavailable,
                "Cannot use ZFS. Install it and load it (zfsutils-linux), or use another kind of pool",
                cause: failure
            )
        }
    }

    private func run(_ arguments: [String]) async throws {
        do { try await zfs.run(arguments) } catch let failure as ToolFailure {
            throw StorageError(.unavailable, "Cannot set up the ZFS pool at \(directory)", cause: failure)
        }
    }
}
