import CLinux
import Glibc
import SystemPackage

/// Owner, mode, extended attributes and times of a file, directory or symbolic link, put on its copy.
struct FileAttributes: Sendable {
    let status: stat
    let source: FilePath

    init(of source: FilePath) throws {
        guard let status = try source.status() else {
            throw StorageError(.unavailable, "\(source) vanished while it was being copied.")
        }
        self.status = status
        self.source = source
    }

    /// Applies them in the order in which none undoes another: a change of owner clears capabilities and set-uid bits.
    func apply(to target: FilePath) throws {
        let link = status.st_mode & S_IFMT == S_IFLNK
        try checked(
            target.withPlatformString { lchown($0, status.st_uid, status.st_gid) },
            "set the owner of \(target)"
        )
        try copyExtendedAttributes(to: target)
        if !link {
            try checked(
                target.withPlatformString { chmod($0, status.st_mode & 0o7777) },
                "set the mode of \(target)"
            )
        }
        let times = [status.st_atim, status.st_mtim]
        try checked(
            target.withPlatformString { utimensat(AT_FDCWD, $0, times, AT_SYMLINK_NOFOLLOW) },
            "set the times of \(target)"
        )
    }

    private func copyExtendedAttributes(to target: FilePath) throws {
        for name in try extendedAttributeNames() {
            var value = [UInt8](repeating: 0, count: Self.longestAttribute)
            let size = value.count
            let count = source.withPlatformString { lgetxattr($0, name, &value, size) }
            try checked(count, "read \(name) of \(source)")
            try checked(
                target.withPlatformString { lsetxattr($0, name, value, count, 0) },
                "set \(name) of \(target)"
            )
        }
    }

    /// The kernel's limit for the value of an attribute, in bytes.
    private static let longestAttribute = 65536

    private func extendedAttributeNames() throws -> [String] {
        let size = source.withPlatformString { llistxattr($0, nil, 0) }
        if size < 0, Glibc.errno == EOPNOTSUPP { return [] }
        guard try checked(size, "list the attributes of \(source)") > 0 else { return [] }
        var list = [CChar](repeating: 0, count: size)
        let count = source.withPlatformString { llistxattr($0, &list, size) }
        try checked(count, "list the attributes of \(source)")
        return list[..<count].split(separator: 0).map { name in
            String(decoding: name.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
