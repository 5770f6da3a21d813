import FoundationEssentials
import Glibc
import Postgres
import SystemPackage

extension ServerDirectory {
    /// The last lines, oldest first, of what was written from an offset on.
    func logTail(lines: Int, from start: Int = 0) -> [String] {
        guard lines > 0, let file = try? FileDescriptor.open(log, .readOnly, options: [.noFollow, .closeOnExec]) else {
            return []
        }
        let text = try? file.closeAfter {
            let end = Int(try file.seek(offset: 0, from: .end))
            // A rotation may have come between.
            let begin = max(start <= end ? start : 0, end - 65536)
            let bytes = try [UInt8](unsafeUninitializedCapacity: end - begin) { buffer, count in
                count = try file.read(fromAbsoluteOffset: Int64(begin), into: UnsafeMutableRawBufferPointer(buffer))
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        return (text ?? "").split(whereSeparator: \.isNewline).suffix(lines).map(String.init)
    }

    /// Copies the log aside and empties it; the server, which only appends, never notices.
    ///
    /// Of one that is flooded only the end is kept, so much as the limit allows.
    /// What it writes between the copy and the cut is lost; a log is worth that, a server that must be told is not.
    func rotateLog(above limit: Int) throws {
        var status = stat()
        guard stat(log.string, &status) == 0, status.st_size > limit else { return }
        let draft = olderLog.string + ".new"
        unlink(draft)
        let isFlooded = status.st_size > limit + 1 << 20
        try copyEnd(of: log, bytes: isFlooded ? limit : status.st_size, to: FilePath(draft))
        try check(rename(draft, olderLog.string))
        try check(truncate(log.string, 0))
    }

    private func copyEnd(of file: FilePath, bytes: Int, to copy: FilePath) throws {
        let source = try FileDescriptor.open(file, .readOnly, options: [.noFollow, .closeOnExec])
        try source.closeAfter {
            let options: FileDescriptor.OpenOptions = [.create, .exclusiveCreate, .noFollow, .closeOnExec]
            let target = try FileDescriptor.open(copy, .writeOnly, options: options, permissions: [.ownerReadWrite])
            try target.closeAfter {
                try source.seek(offset: -Int64(bytes), from: .end)
                var left = bytes
                while left > 0 {
                    let block = try [UInt8](unsafeUninitializedCapacity: min(left, 1 << 20)) { buffer, count in
                        count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
                    }
                    guard !block.isEmpty else { return }
                    try target.writeAll(block)
                    left -= block.count
                }
            }
        }
    }
}
