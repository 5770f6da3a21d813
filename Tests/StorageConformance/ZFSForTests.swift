import Glibc
import SystemPackage
import Tooling

/// A ZFS pool in a file.
///
/// Without ZFS in the kernel a zfs-fuse daemon serves it, one at a time on the machine.
enum ZFSForTests {
    private static let zfs = Tool("zfs")
    private static let zpool = Tool("zpool")

    /// Makes a pool with one dataset for ours; returns the dataset's name.
    static func makePool(_ size: Int, mountedAt directory: FilePath, _ cleanUp: CleanUp) async throws -> String {
        if !FilePath("/dev/zfs").isPresent { try await startDaemon(in: directory.removingLastComponent(), cleanUp) }
        let image = FilePath(directory.string + ".img")
        try image.createSparse(size: size)
        let pool = "dblab\(getpid())x\(UInt32.random(in: 0...UInt32.max))"
        try await zpool("create", "-O", "mountpoint=none", pool, image.string)
        cleanUp.add { try await destroy(pool) }
        let dataset = "\(pool)/data"
        try await zfs("create", "-o", "mountpoint=\(directory)", "-o", "atime=off", dataset)
        return dataset
    }

    static func addForeignThings(to dataset: String) async throws {
        try await zfs("create", "\(dataset)/foreign")
        try await zfs("create", "\(dataset)/base/inner")
        try await zfs("snapshot", "\(dataset)@all")
        try await zfs("snapshot", "\(dataset)/base@by-hand")
        try await zfs("clone", "\(dataset)/base@by-hand", "\(dataset)/cloned-by-hand")
    }

    /// Tries again while the last unmounted dataset is still busy, as with zfs-fuse it is for a moment.
    private static func destroy(_ pool: String) async throws {
        try await Tool.retryingWhileBusy(for: .seconds(60)) { try await zpool("destroy", "-f", pool) }
    }

    private static func startDaemon(in place: FilePath, _ cleanUp: CleanUp) async throws {
        let lock = open("/tmp/dblab-zfs-fuse.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard lock >= 0 else { throw Errno(rawValue: errno) }
        cleanUp.add { close(lock) }
        try await wait(for: lock)
        let file = place.appending("zfs-fuse.pid")
        try await Tool("zfs-fuse")("--enable-xattr", "--no-kstat-mount", "-p", file.string)
        cleanUp.add { try await stopDaemon(file) }
        // Its socket comes a moment after it has gone to the background.
        try await Tool.retrying(for: .seconds(120), while: { _ in true }, { try await zpool("list") })
    }

    /// Kills it: there is no pool left, and it takes six seconds to end by itself.
    private static func stopDaemon(_ file: FilePath) async throws {
        guard let pid = pid_t(try file.text().filter(\.isNumber)) else { throw Errno.noSuchProcess }
        kill(pid, SIGKILL)
        try await Tool("tail")("--pid=\(pid)", "-s", "0.02", "-f", "/dev/null")
    }

    private static func wait(for lock: Int32) async throws {
        let error = await blocking { flock(lock, LOCK_EX) == 0 ? 0 : errno }
        if error != 0 { throw Errno(rawValue: error) }
    }
}
