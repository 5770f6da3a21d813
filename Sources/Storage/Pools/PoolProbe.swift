import CLinux
import Glibc
import SystemPackage
import Tooling

/// Tries out what the file system of a directory can do.
struct PoolProbe {
    let root: FilePath

    /// Why a driver cannot work here; `nil` if it can.
    func obstacle(to kind: DriverKind) throws -> String? {
        switch kind {
        case .copy: nil
        case .reflink: try obstacleToSharing()
        case .btrfs: try obstacleToSubvolumes()
        case .zfs: try zfsDataset() == nil ? "no ZFS dataset is mounted there" : nil
        }
    }

    /// The ZFS dataset mounted at the directory.
    func zfsDataset() throws -> String? {
        guard let mount = try MountTable.current().mount(at: root), mount.isZFS else { return nil }
        return mount.source
    }

    private func obstacleToSubvolumes() throws -> String? {
        guard clinux_file_system_magic(root.string) == Int64(CLINUX_BTRFS_MAGIC) else { return "it is not on Btrfs" }
        return try inScratch { path in
            let subvolume = Subvolume(path: path)
            try subvolume.create()
            _ = try subvolume.remove()
        }
    }

    private func obstacleToSharing() throws -> String? {
        try inScratch { path in
            try path.makeDirectory(mode: 0o700)
            let block = [UInt8](repeating: 1, count: 4096)
            try path.appending("from").withDescriptor(O_RDWR | O_CREAT, mode: 0o600) { from in
                try checked(pwrite(from, block, block.count, 0), "write a file")
                try path.appending("to").withDescriptor(O_RDWR | O_CREAT, mode: 0o600) { to in
                    let transfer = ContentTransfer.sharing
                    try transfer.transfer(from: from, to: to, size: off_t(block.count), Cancellation())
                }
            }
        }
    }

    /// Runs a trial that may create something at the given path; what failed is the obstacle.
    private func inScratch(_ trial: (FilePath) throws -> Void) throws -> String? {
        let path = try PoolLayout(root: root).newScratchPath()
        defer { try? Subvolume(path: path).removeWithContent(Cancellation()) }
        do {
            try trial(path)
            return nil
        } catch let error as StorageError where error.code != .outOfSpace {
            return error.description
        }
    }
}
