package import Storage
package import SystemPackage
import Tooling

/// A real pool for one test: an image file, a loop device and a mounted file system, all gone when the test ends.
package struct TestPool: Sendable {
    /// A file system, and the driver to use on it.
    package enum Kind: String, CaseIterable, Sendable {
        /// Full copies in a directory of the machine's own file system.
        case copy
        /// Btrfs with its subvolumes.
        case btrfs
        /// Reflinks on XFS.
        case xfs
        /// Reflinks on Btrfs.
        case btrfsReflink
        /// ZFS: the kernel's where loaded, else a zfs-fuse daemon started for the test.
        case zfs

        /// The driver it is for.
        package var driver: DriverKind {
            switch self {
            case .copy: .copy
            case .btrfs: .btrfs
            case .xfs, .btrfsReflink: .reflink
            case .zfs: .zfs
            }
        }
    }

    package let kind: Kind
    /// The pool's directory.
    package let directory: FilePath
    /// The dataset to create ours under, for ZFS.
    package let zfsDataset: String?
    /// The file that is its disk; `nil` if it has none, or one that ZFS knows.
    package var image: FilePath?

    /// The pool as a user would configure it, with its driver named.
    package var configuration: PoolConfiguration {
        PoolConfiguration(name: "test", directory: directory, driver: kind.driver, zfsDataset: zfsDataset)
    }

    /// A new driver for this pool, as after a restart of the engine.
    package func driver(failpoint: @escaping Failpoint = {}) async throws -> any StorageDriver {
        let driver: any StorageDriver =
            switch kind {
            case .copy: try CopyDriver(root: directory, failpoint: failpoint)
            case .btrfs: try BtrfsDriver(root: directory, failpoint: failpoint)
            case .xfs, .btrfsReflink: try ReflinkDriver(root: directory, failpoint: failpoint)
            case .zfs: ZFSDriver(dataset: zfsDataset ?? "", failpoint: failpoint)
            }
        if let driver = driver as? any ScratchSweeping { try await driver.sweep() }
        return driver
    }

    /// What verbs left lying in the pool that is neither dataset nor snapshot.
    package func leftovers() throws -> [String] {
        let scratch = directory.appending("scratch")
        return scratch.isPresent ? try scratch.names() : []
    }

    /// The size of a pool where it does not matter, in bytes.
    package static let standardSize = 1 << 30

    /// Makes a pool, and takes it down when `body` ends, however it ends.
    /// - Parameters:
    ///   - size: Of the file system, in bytes; it takes only the space that is used of it.
    ///   - imageDirectory: Where its image is to lie, see ``TestPool/cutPower()``; a place of its own by default.
    package static func with<Value>(
        _ kind: Kind,
        size: Int = standardSize,
        imageDirectory: FilePath? = nil,
        _ body: (TestPool) async throws -> Value
    ) async throws -> Value {
        try await CleanUp.after { cleanUp in
            let place = try FilePath.makeTemporaryDirectory()
            cleanUp.add { try await blocking { _ in try place.removeAll() } }
            let pool = try await make(kind, size: size, in: place, image: imageDirectory ?? place, cleanUp)
            return try await body(pool)
        }
    }

    private static func make(
        _ kind: Kind,
        size: Int,
        in place: FilePath,
        image imageDirectory: FilePath,
        _ cleanUp: CleanUp
    ) async throws -> TestPool {
        let directory = place.appending("pool")
        let image = imageDirectory.appending("pool.img")
        var dataset: String?
        switch kind {
        case .copy where size < standardSize:
            try await mountImage(kind, ["mkfs.ext4", "-q"], size, of: image, at: directory, cleanUp)
        case .copy: try directory.makeDirectory()
        case .btrfs, .btrfsReflink:
            try await mountImage(kind, ["mkfs.btrfs", "-q"], size, of: image, at: directory, cleanUp)
        case .xfs:
            try await mountImage(kind, ["mkfs.xfs", "-q", "-m", "reflink=1"], size, of: image, at: directory, cleanUp)
        case .zfs: dataset = try await ZFSForTests.makePool(size, mountedAt: directory, cleanUp)
        }
        return TestPool(kind: kind, directory: directory, zfsDataset: dataset, image: image.isPresent ? image : nil)
    }

    private static func mountImage(
        _ kind: Kind,
        _ format: [String],
        _ size: Int,
        of image: FilePath,
        at directory: FilePath,
        _ cleanUp: CleanUp
    ) async throws {
        try image.createSparse(size: size)
        try directory.makeDirectory()
        try await Tool(format[0]).run(Array(format.dropFirst()) + [image.string])
        try await mount(image, kind, at: directory)
        cleanUp.add { try await Unmounting.unmount(directory, waitingFor: .seconds(60)) }
    }

    private static func mount(_ image: FilePath, _ kind: Kind, at directory: FilePath) async throws {
        // As `dblab-server pool create` mounts it.
        let isBtrfs = kind == .btrfs || kind == .btrfsReflink
        let options = "loop,noatime" + (isBtrfs ? ",user_subvol_rm_allowed" : "")
        try await Tool("mount")("-o", options, image.string, directory.string)
    }

    /// What is on the disk of the pool at this moment, and what is not: its file system has not written everything yet.
    ///
    /// The image must lie on a file system that shares blocks: its copy is then of one moment between two writes.
    package func cutPower() async throws {
        let image = try disk()
        try await Tool("cp")("--reflink=always", image.string, image.string + ".cut")
    }

    /// Mounts the disk as it was when the power was cut, once nobody works in the pool any more.
    package func restorePower() async throws {
        let image = try disk()
        try await Unmounting.unmount(directory, waitingFor: .seconds(60))
        try await Tool("mv")(image.string + ".cut", image.string)
        try await Self.mount(image, kind, at: directory)
    }

    private func disk() throws -> FilePath {
        guard let image else { throw Errno.noSuchFileOrDirectory }
        return image
    }
}
