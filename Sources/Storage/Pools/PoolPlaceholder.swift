import SystemPackage

/// A file in a directory on which a pool's file system is to be mounted.
///
/// As long as it is seen, nothing is mounted there. Without it a pool that was not mounted would look like an empty directory, and be filled.
enum PoolPlaceholder {
    static let fileName = ".dblab-not-mounted"

    static func create(at directory: FilePath) throws {
        let text = "The file system of a DBLab pool belongs here, but is not mounted. Mount it: mount \(directory)\n"
        try directory.appending(fileName).replaceContent(Array(text.utf8))
    }

    static func exists(at directory: FilePath) throws -> Bool {
        try directory.appending(fileName).status() != nil
    }

    /// - Throws: ``StorageError`` if the pool's file system is not mounted.
    static func check(_ directory: FilePath) throws {
        guard try exists(at: directory) else { return }
        throw StorageError(
            .unavailable,
            "The file system of the pool at \(directory) is not mounted. Mount it: mount \(directory)"
        )
    }
}
