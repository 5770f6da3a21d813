import Glibc
package import SystemPackage

/// Careful reading of short files that others may have written.
package enum SmallFile {
    /// Reads a regular file; follows no link, waits for no pipe and takes no more than the limit, in bytes.
    /// - Throws: `Errno`; `tooManySymbolicLinkLevels` for a link, `invalidArgument` for what is no regular file,
    ///   `fileTooLarge` beyond the limit.
    package static func read(_ path: FilePath, limit: Int) throws -> String {
        let file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .nonBlocking, .closeOnExec])
        return try file.closeAfter {
            var status = stat()
            guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw Errno.invalidArgument }
            let bytes = try readAll(file, limit: limit)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// Not by its size: files of `/proc` have none.
    private static func readAll(_ file: FileDescriptor, limit: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try [UInt8](unsafeUninitializedCapacity: min(limit + 1, 4096)) { buffer, count in
                count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard !part.isEmpty else { return bytes }
            bytes += part
            guard bytes.count <= limit else { throw Errno.fileTooLarge }
        }
    }

    /// Whether the path is a file that this process may execute.
    package static func isExecutable(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, X_OK) == 0 }
    }
}
