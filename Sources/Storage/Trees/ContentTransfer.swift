import CLinux
import Glibc
import SystemPackage
import Tooling

/// How the content of a file gets into its copy.
enum ContentTransfer: Sendable {
    /// Every byte is copied; holes stay holes.
    case copying
    /// The copy shares the original's blocks until one of them is written.
    case sharing

    /// Fills the empty file `target` with the content of `source`, `size` bytes long.
    func transfer(from source: Int32, to target: Int32, size: off_t, _ cancellation: Cancellation) throws {
        switch self {
        case .copying: try FileCopy(source: source, target: target, cancellation: cancellation).run(size: size)
        case .sharing: try share(from: source, to: target)
        }
    }

    private func share(from source: Int32, to target: Int32) throws {
        if clinux_clone_file(target, source) == 0 { return }
        // Btrfs refuses to share between files of which only one is exempt from copy-on-write.
        if Glibc.errno == EINVAL, clinux_is_nocow(source) == 1, clinux_set_nocow(target) == 0,
            clinux_clone_file(target, source) == 0
        {
            return
        }
        throw failure(to: "share the blocks of a file")
    }
}

/// One copy of a file's bytes that leaves its holes out.
private struct FileCopy {
    let source: Int32
    let target: Int32
    let cancellation: Cancellation

    /// Bytes copied between two looks at the cancellation.
    private static let step = 64 << 20

    func run(size: off_t) throws {
        var offset: off_t = 0
        while offset < size, let data = try nextData(offset, size: size) {
            try copy(data)
            offset = data.upperBound
        }
        try checked(ftruncate(target, size), "set the length of a file")
    }

    /// The next range that holds data; all the rest on file systems that do not tell.
    private func nextData(_ offset: off_t, size: off_t) throws -> Range<off_t>? {
        let start = clinux_next_data(source, offset)
        if start < 0 { return Glibc.errno == ENXIO ? nil : offset..<size }
        guard start < size else { return nil }
        let end = clinux_next_hole(source, start)
        return start..<(end > start ? min(end, size) : size)
    }

    private func copy(_ range: Range<off_t>) throws {
        var offset = range.lowerBound
        while offset < range.upperBound {
            try cancellation.check()
            let copied = clinux_copy_range(source, target, offset, min(Self.step, range.upperBound - offset))
            if copied > 0 {
                offset += copied
            } else if copied == 0 || [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP].contains(Glibc.errno) {
                return try copyThroughMemory(offset..<range.upperBound)
            } else if Glibc.errno != EINTR {
                throw failure(to: "copy a file")
            }
        }
    }

    private func copyThroughMemory(_ range: Range<off_t>) throws {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var offset = range.lowerBound
        while offset < range.upperBound {
            try cancellation.check()
            let wanted = min(buffer.count, range.upperBound - offset)
            let count = try checked(pread(source, &buffer, wanted, offset), "read a file")
            guard count > 0 else { return }
            var written = 0
            while written < count {
                written += try buffer.withUnsafeBytes { bytes in
                    let rest = UnsafeRawBufferPointer(rebasing: bytes[written..<count])
                    return try checked(pwrite(target, rest.baseAddress, rest.count, offset + written), "write a file")
                }
            }
            offset += count
        }
    }
}
