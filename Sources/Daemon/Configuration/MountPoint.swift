import Glibc
import SystemPackage

/// Tells mount points from other directories.
enum MountPoint {
    /// Whether a file system is mounted at this directory.
    static func isMountPoint(_ directory: FilePath) -> Bool {
        var own = stat()
        var parent = stat()
        guard stat(directory.string, &own) == 0, stat(directory.appending("..").string, &parent) == 0 else {
            return false
        }
        // Also for the root of all, which is its own parent.
        return own.st_dev != parent.st_dev || own.st_ino == parent.st_ino
    }
}
