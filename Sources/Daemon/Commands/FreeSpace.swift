import Glibc
import SystemPackage

/// The space of file systems.
enum FreeSpace {
    /// Bytes free where a path will be, at the nearest directory above it that exists; 0 if that cannot be told.
    static func bytes(at path: FilePath) -> Int {
        var directory = path
        var status = statvfs()
        while statvfs(directory.string, &status) != 0 {
            let parent = directory.removingLastComponent()
            guard parent != directory, !parent.isEmpty else { return 0 }
            directory = parent
        }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
