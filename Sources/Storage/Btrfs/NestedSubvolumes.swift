import CLinux
import Glibc
import SystemPackage
import Tooling

/// The subvolumes inside another, reached by descriptors only: whoever may write there could put a link in the way.
struct NestedSubvolumes {
    let cancellation: Cancellation

    /// Removes all subvolumes in a directory and below; what is no subvolume stays.
    /// - Throws: ``StorageError`` or `CancellationError`.
    func remove(in directory: FileDescriptor) throws {
        for name in try naming("a directory", { try TreeRemoval.entries(of: directory) }) {
            try cancellation.check()
            guard let child = try naming(name.string, { try TreeRemoval.openDirectory(name, in: directory) }) else {
                continue
            }
            try child.closeAfter {
                if try isSubvolume(child) {
                    try remove(child, named: name, in: directory)
                } else {
                    try remove(in: child)
                }
            }
        }
    }

    private func remove(
        _ subvolume: FileDescriptor,
        named name: FilePath.Component,
        in parent: FileDescriptor
    ) throws {
        // Only root may remove a read-only subvolume.
        if geteuid() != 0, clinux_btrfs_is_read_only(subvolume.rawValue) == 1 {
            clinux_btrfs_set_writable(subvolume.rawValue)
        }
        if isRemoved(name, in: parent) { return }
        let failure = failure(to: "remove the nested subvolume \(name)")
        guard failure.errno == .directoryNotEmpty else { throw failure }
        try remove(in: subvolume)
        guard isRemoved(name, in: parent) else { throw Storage.failure(to: "remove the nested subvolume \(name)") }
    }

    private func isRemoved(_ name: FilePath.Component, in parent: FileDescriptor) -> Bool {
        name.withPlatformString { clinux_btrfs_remove(parent.rawValue, $0) } == 0 || Glibc.errno == ENOENT
    }

    private func isSubvolume(_ directory: FileDescriptor) throws -> Bool {
        var status = Glibc.stat()
        try checked(fstat(directory.rawValue, &status), "read the status of a directory")
        return status.st_ino == ino_t(CLINUX_BTRFS_TOP_INODE)
            && clinux_file_system_magic("/proc/self/fd/\(directory.rawValue)") == Int64(CLINUX_BTRFS_MAGIC)
    }

    private func naming<Value>(_ thing: String, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as Errno {
            throw Storage.failure(error, to: "look for nested subvolumes in \(thing)")
        }
    }
}
