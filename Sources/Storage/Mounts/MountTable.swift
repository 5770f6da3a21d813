import SystemPackage

/// The mounted file systems, as the kernel tells them in /proc/self/mountinfo.
struct MountTable {
    struct Mount: Equatable {
        var directory: FilePath
        var type: String
        var source: String

        var isZFS: Bool { type == "zfs" || type == "fuse.zfs" }
    }

    let mounts: [Mount]

    static func current() throws -> MountTable {
        MountTable(parsing: try FilePath("/proc/self/mountinfo").readText() ?? "")
    }

    /// Lines such as `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue`.
    init(parsing text: String) {
        mounts = text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ").map(String.init)
            guard let dash = fields.firstIndex(of: "-"), dash > 4, fields.count > dash + 2 else { return nil }
            return Mount(
                directory: FilePath(Self.unescape(fields[4])),
                type: fields[dash + 1],
                source: Self.unescape(fields[dash + 2])
            )
        }
    }

    /// The file system that a path lies on.
    func mount(containing path: FilePath) -> Mount? {
        // Of several at one place, the last one mounted covers the others.
        mounts.filter { path.starts(with: $0.directory) }.enumerated().max {
            let (left, right) = ($0.element.directory.components.count, $1.element.directory.components.count)
            return (left, $0.offset) < (right, $1.offset)
        }?.element
    }

    /// What is mounted right at a directory.
    func mount(at directory: FilePath) -> Mount? {
        mounts.last { $0.directory == directory }
    }

    /// Writes spaces and the like as `unescape(_:)` reads them.
    static func escape(_ name: String) -> String {
        let escapes: [Character: String] = [" ": "\\040", "\t": "\\011", "\n": "\\012", "\\": "\\134"]
        return name.map { escapes[$0] ?? String($0) }.joined()
    }

    /// Spaces and the like are written as `\040`.
    static func unescape(_ field: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3,
                let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
            {
                bytes.append(code)
                rest = rest.dropFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
