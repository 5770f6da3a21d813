import Glibc
package import SystemPackage

/// Removes trees by descriptors of their directories, so that a link which somebody puts there meanwhile leads nowhere.
package enum TreeRemoval {
    /// Removes a file or a directory with all inside it; what is already gone is no error.
    /// - Parameter check: Called before each entry; what it throws ends the removal.
    /// - Throws: `Errno`, or what `check` throws.
    package static func remove(
        _ name: FilePath.Component,
        in parent: FileDescriptor,
        check: () throws -> Void = {}
    ) throws {
        try check()
        if unlink(name, in: parent, flags: 0) { return }
        let failure = Errno(rawValue: errno)
        guard let directory = try openDirectory(name, in: parent) else { throw failure }
        try directory.closeAfter {
            for entry in try entries(of: directory) { try remove(entry, in: directory, check: check) }
        }
        guard unlink(name, in: parent, flags: AT_REMOVEDIR) else { throw Errno(rawValue: errno) }
    }

    /// Opens a directory by its name in another, following no link; `nil` if there is no directory of this name.
    /// - Throws: `Errno`.
    package static func openDirectory(
        _ name: FilePath.Component,
        in parent: FileDescriptor
    ) throws -> FileDescriptor? {
        let descriptor = name.withPlatformString {
            openat(parent.rawValue, $0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        if descriptor >= 0 { return FileDescriptor(rawValue: descriptor) }
        guard errno == ENOENT || errno == ENOTDIR || errno == ELOOP else { throw Errno(rawValue: errno) }
        return nil
    }

    /// The names in a directory, without `.` and `..`, in no order.
    /// - Throws: `Errno`.
    package static func entries(of directory: FileDescriptor) throws -> [FilePath.Component] {
        // Opened anew: a duplicate would share its position with the original.
        let descriptor = openat(directory.rawValue, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        guard let stream = fdopendir(descriptor) else {
            let failure = Errno(rawValue: errno)
            close(descriptor)
            throw failure
        }
        defer { closedir(stream) }
        return try names(in: stream)
    }

    private static func names(in stream: OpaquePointer) throws -> [FilePath.Component] {
        var result: [FilePath.Component] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw Errno(rawValue: errno) }
                return result
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath.Component(platformString: $0) }
            }
            if let name, name.kind == .regular { result.append(name) }
        }
    }

    /// Answers whether the name is gone; if not, `errno` says why.
    private static func unlink(_ name: FilePath.Component, in parent: FileDescriptor, flags: Int32) -> Bool {
        name.withPlatformString { unlinkat(parent.rawValue, $0, flags) } == 0 || errno == ENOENT
    }
}
