import CLinux
import Glibc
import SystemPackage
import Tooling

/// A place where a Btrfs subvolume is or may come to be; its verbs are single, atomic calls to the kernel.
struct Subvolume: Sendable {
    let path: FilePath

    /// Whether there is one.
    func exists() throws -> Bool {
        guard let status = try path.status(), status.st_mode & S_IFMT == S_IFDIR else { return false }
        // Elsewhere a directory may have that inode number by chance.
        return status.st_ino == ino_t(CLINUX_BTRFS_TOP_INODE)
            && clinux_file_system_magic(path.string) == Int64(CLINUX_BTRFS_MAGIC)
    }

    func create() throws {
        try inParent { parent, name in
            try checked(clinux_btrfs_create(parent, name), "create the subvolume \(path)")
        }
    }

    /// Makes this a snapshot of another.
    func create(from source: Subvolume, readOnly: Bool) throws {
        try source.path.withDescriptor(O_RDONLY | O_DIRECTORY) { original in
            try inParent { parent, name in
                let result = clinux_btrfs_snapshot(original, parent, name, readOnly)
                try checked(result, "make \(path) a snapshot of \(source.path)")
            }
        }
    }

    /// Removes it.
    /// - Returns: Whether it is gone; it stays if it holds other subvolumes.
    func remove() throws -> Bool {
        if !isRoot { try makeWritable() }
        return try inParent { parent, name in
            guard clinux_btrfs_remove(parent, name) != 0, Glibc.errno != ENOENT else { return true }
            let failure = failure(to: "remove the subvolume \(path)\(remedy(Glibc.errno))")
            guard failure.errno == .directoryNotEmpty else { throw failure }
            return false
        }
    }

    /// Removes it together with all subvolumes inside it.
    func removeWithNested(_ cancellation: Cancellation) throws {
        if try remove() { return }
        try path.withDescriptor(O_RDONLY | O_DIRECTORY | O_NOFOLLOW) {
            try NestedSubvolumes(cancellation: cancellation).remove(in: FileDescriptor(rawValue: $0))
        }
        if try !remove() { throw StorageError(.unavailable, "Subvolumes appear in \(path) while it is being removed.") }
    }

    /// Removes whatever there is: a subvolume, a plain directory or nothing.
    func removeWithContent(_ cancellation: Cancellation) throws {
        if try exists() {
            try removeWithNested(cancellation)
        } else {
            try path.removeTree(cancellation)
        }
    }

    /// How many subvolumes lie directly inside it.
    func nestedCount() throws -> Int {
        try path.withDescriptor(O_RDONLY | O_DIRECTORY) {
            Int(try checked(clinux_btrfs_count_nested($0), "list the subvolumes in \(path)"))
        }
    }

    /// Limits what it may hold alone.
    /// - Returns: Whether it is limited; it is not where the file system keeps no account (`btrfs quota enable`).
    func limit(to bytes: Int) throws -> Bool {
        try path.withDescriptor(O_RDONLY | O_DIRECTORY) { descriptor in
            if clinux_btrfs_limit(descriptor, UInt64(bytes)) == 0 { return true }
            guard Glibc.errno != ENOTCONN else { return false }
            throw failure(to: "limit the subvolume \(path)")
        }
    }

    /// Only root may remove a read-only subvolume.
    private func makeWritable() throws {
        try path.withDescriptor(O_RDONLY | O_DIRECTORY) { descriptor in
            guard clinux_btrfs_is_read_only(descriptor) == 1 else { return }
            try checked(clinux_btrfs_set_writable(descriptor), "make the subvolume \(path) writable")
        }
    }

    private var isRoot: Bool { geteuid() == 0 }

    private func remedy(_ errno: Int32) -> String {
        errno == EPERM ? " (without root, the file system must be mounted with user_subvol_rm_allowed)" : ""
    }

    @discardableResult
    private func inParent<Value>(_ body: (Int32, String) throws -> Value) throws -> Value {
        try path.removingLastComponent().withDescriptor(O_RDONLY | O_DIRECTORY) {
            try body($0, path.lastComponent?.string ?? "")
        }
    }
}
