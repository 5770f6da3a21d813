import CLinux
import Glibc
import SystemPackage
import Tooling

/// A driver whose store itself accounts for what a dataset holds.
package protocol UsageReporting: StorageDriver {
    /// How much a dataset holds, as the store accounts for it.
    func reportedUsage(of name: DatasetName) async throws -> StorageUsage
}

extension StorageDriver {
    /// How much a dataset holds: as the store accounts for it, else by looking at each of its files.
    package func usage(of name: DatasetName) async throws -> StorageUsage {
        if let driver = self as? any UsageReporting { return try await driver.reportedUsage(of: name) }
        let directory = try await directory(of: name)
        return try await blocking { cancellation in
            var walk = UsageWalk()
            try walk.add(directory, cancellation)
            return walk.usage
        }
    }
}

/// Sums up the files of a tree, each file once however many names it has.
private struct UsageWalk {
    var usage = StorageUsage(logical: 0, exclusive: 0)
    private var counted: Set<ino_t> = []

    mutating func add(_ path: FilePath, _ cancellation: Cancellation) throws {
        try cancellation.check()
        // What a running server removes meanwhile does not count.
        guard let status = try path.status() else { return }
        switch status.st_mode & S_IFMT {
        case S_IFDIR:
            for child in try path.children() { try add(child, cancellation) }
        case S_IFREG where status.st_nlink == 1 || counted.insert(status.st_ino).inserted:
            usage.logical += Int(status.st_size)
            usage.exclusive += exclusiveBytes(path) ?? Int(status.st_blocks) * 512
        default: break
        }
    }

    /// The bytes in extents of its own; `nil` where the file system cannot tell, and so cannot share any either.
    private func exclusiveBytes(_ path: FilePath) -> Int? {
        try? path.withDescriptor(O_RDONLY | O_NOFOLLOW) { descriptor in
            var (total, exclusive) = (UInt64(0), UInt64(0))
            try checked(clinux_extent_bytes(descriptor, &total, &exclusive), "map \(path)")
            return Int(exclusive)
        }
    }
}
