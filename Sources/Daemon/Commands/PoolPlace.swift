import ArgumentParser
import Storage
import SystemPackage
import Tooling

/// Where a pool is and what it lies on.
struct PoolPlace: ParsableArguments {
    /// What the pool is made with.
    enum Driver: String, ExpressibleByArgument, CaseIterable {
        case btrfs, xfs, zfs
    }

    @Argument(help: "The pool's directory.")
    var path: String?

    @Option(name: .customLong("directory"), help: "The pool's directory, if not given as the argument.")
    var directoryOption: String?

    @Option(help: "What the pool is made with.")
    var driver = Driver.btrfs

    @Option(help: "The file that holds the pool; by default beside its directory.")
    var file: String?

    @Option(help: "An empty block device that holds the pool, or for ZFS its dataset, such as tank/dblab.")
    var device: String?

    @Option(help: "The list of what is mounted when the machine starts.")
    var fstab = "/etc/fstab"

    func validate() throws {
        guard (path == nil) != (directoryOption == nil) else {
            throw ValidationError("name the pool's directory once, such as: dblab-server pool create /var/lib/dblab")
        }
        guard file == nil || device == nil else { throw ValidationError("give --file or --device, not both") }
        if driver == .zfs, device == nil {
            throw ValidationError("--driver zfs needs its dataset in an existing ZFS pool: --device tank/dblab")
        }
        for path in [path, directoryOption, file, driver == .zfs ? nil : device, fstab] {
            if let path, !path.hasPrefix("/") { throw ValidationError("\"\(path)\" must be an absolute path") }
        }
    }
}

extension PoolPlace {
    /// The pool's directory.
    var directory: FilePath { FilePath(path ?? directoryOption ?? "/") }

    /// Bytes free where the file will be.
    var freeSpace: Int { FreeSpace.bytes(at: file.map { FilePath($0) } ?? directory) }

    /// - Parameters:
    ///   - size: of a file, in bytes.
    ///   - owner: see ``PoolCreation/owner``.
    func creation(size: Int, owner: Account? = nil) -> PoolCreation {
        PoolCreation(at: directory, on: medium(size: size), owner: owner, mountList: FilePath(fstab))
    }

    private func medium(size: Int) -> PoolCreation.Medium {
        let system: PoolCreation.FileSystem
        switch driver {
        case .btrfs: system = .btrfs
        case .xfs: system = .xfs
        case .zfs: return .zfs(dataset: device ?? "")
        }
        if let device { return .device(FilePath(device), system) }
        let name = directory.lexicallyNormalized().string
        return .file(FilePath(file ?? name + ".\(system.rawValue)"), size: size, system)
    }
}
