import Glibc
import SystemPackage

extension FilePath {
    /// Writes a small file so that after a crash it has its old content or the new one, never a part.
    func replaceContent(_ bytes: [UInt8], mode: mode_t = 0o644) throws {
        let partial = FilePath(string + ".dblab-new")
        try partial.withDescriptor(O_WRONLY | O_CREAT | O_TRUNC, mode: mode) { descriptor in
            let count = try checked(pwrite(descriptor, bytes, bytes.count, 0), "write \(partial)")
            guard count == bytes.count else { throw StorageError(.outOfSpace, "Cannot write all of \(partial)") }
            try checked(fchmod(descriptor, mode), "set the mode of \(partial)")
            try checked(fsync(descriptor), "synchronise \(partial)")
        }
        try checked(rename(partial.string, string), "replace \(self)")
        try removingLastComponent().synchronize()
    }

    /// Reads a text file, also one of /proc, whose size is not known before; `nil` if there is none.
    func readText() throws -> String? {
        guard try status() != nil else { return nil }
        return try withDescriptor(O_RDONLY) { descriptor in
            var content: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = try checked(read(descriptor, &buffer, buffer.count), "read \(self)")
                if count == 0 { return String(decoding: content, as: UTF8.self) }
                content += buffer[..<count]
            }
        }
    }
}
