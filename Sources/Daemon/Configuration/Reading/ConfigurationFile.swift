import Glibc
import SystemPackage

/// Reads the text of a configuration file, trusting nothing about it.
enum ConfigurationFile {
    /// The largest file accepted, in bytes.
    static let sizeLimit = 1 << 20

    /// - Throws: ``ConfigurationError`` in one line, with the path.
    static func text(of path: FilePath) throws -> String {
        do {
            // Opening a pipe must not wait for its writer.
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return try file.closeAfter { try text(of: file, at: path) }
        } catch let error as Errno {
            throw ConfigurationError("\(path): cannot be read: \(error)")
        }
    }

    private static func text(of file: FileDescriptor, at path: FilePath) throws -> String {
        var status = stat()
        guard fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw ConfigurationError("\(path): is a directory; name the file in it")
        default: throw ConfigurationError("\(path): is not a regular file")
        }
        guard status.st_size <= sizeLimit else {
            throw ConfigurationError("\(path): is larger than \(sizeLimit >> 10) KiB; this cannot be a configuration")
        }
        let bytes = try content(of: file)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError("\(path): is not text in UTF-8")
        }
        return text
    }

    private static func content(of file: FileDescriptor) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: sizeLimit) { buffer, count in
            while count < sizeLimit {
                let free = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
                let read = try file.read(into: free)
                guard read > 0 else { return }
                count += read
            }
        }
    }
}
