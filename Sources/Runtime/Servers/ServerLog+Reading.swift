import Glibc
import SystemPackage

extension ServerDirectory {
    private static let portion = 1 << 20

    /// Bytes of the log; 0 if there is none.
    func logLength() -> Int { Self.length(of: log) }

    /// See ``LogReading/log(of:after:)``.
    func log(after offset: Int) throws -> (lines: [String], offset: Int) {
        guard Self.length(of: log) >= offset else {
            // It was copied aside and cut: its end is there, its continuation here.
            let rest = try Self.lines(of: olderLog, after: offset)
            guard rest.lines.isEmpty else { return rest.isLast ? (rest.lines, 0) : (rest.lines, rest.offset) }
            return try log(after: 0)
        }
        let next = try Self.lines(of: log, after: offset)
        return (next.lines, next.offset)
    }

    private static func length(of file: FilePath) -> Int {
        var status = stat()
        return lstat(file.string, &status) == 0 ? Int(status.st_size) : 0
    }

    private static func lines(
        of path: FilePath,
        after offset: Int
    ) throws -> (lines: [String], offset: Int, isLast: Bool) {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(path, .readOnly, options: [.noFollow, .closeOnExec])
        } catch Errno.noSuchFileOrDirectory { return ([], offset, true) }
        let bytes = try file.closeAfter {
            try [UInt8](unsafeUninitializedCapacity: portion) { buffer, count in
                count = try file.read(fromAbsoluteOffset: Int64(offset), into: UnsafeMutableRawBufferPointer(buffer))
            }
        }
        let isLast = bytes.count < portion
        // A line in the making is read when it is whole, unless it is longer than a portion.
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? (isLast ? 0 : bytes.count)
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        return (text.split(separator: "\n").map(String.init), offset + end, isLast)
    }
}
