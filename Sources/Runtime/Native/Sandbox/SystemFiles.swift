import FoundationEssentials
import Glibc
package import SystemPackage

/// Copies of the few files of `/etc` that sandboxed servers see: no more than programs need to load and to know names, the
/// time and the language.
///
/// In one directory they are one mount, and not one each: for each mount bubblewrap reads the list of all mounts of the
/// machine.
package struct SystemFiles: Sendable {
    private let directory: FilePath
    private let origin: FilePath

    private static let names: [FilePath] = [
        "alternatives", "group", "hosts", "ld.so.cache", "locale.alias", "localtime", "nsswitch.conf", "passwd",
        "ssl/openssl.cnf",
    ]

    /// - Parameters:
    ///   - directory: Where the copies lie; its parent is there.
    ///   - origin: What they are copies of.
    package init(directory: FilePath, origin: FilePath = "/etc") {
        self.directory = directory
        self.origin = origin
    }

    /// The arguments by which bubblewrap shows the copies where the files are; `/etc` itself remains open to other mounts.
    var arguments: [String] {
        // As deep as the files themselves, which may be links with relative targets.
        let place: FilePath = "/.etc"
        let links = Self.names.flatMap { name in
            ["--symlink", place.appending(Self.copyName(of: name)).string, origin.pushing(name).string]
        }
        let parents = [origin, origin.appending("ssl")].flatMap { ["--dir", $0.string] }
        return parents + ["--ro-bind", directory.string, place.string] + links
    }

    /// Makes the copies like the files; those that are like them stay.
    /// - Throws: `CocoaError` or `Errno`.
    package func update() throws {
        if mkdir(directory.string, 0o755) == 0 {
            // Whatever the engine's mask leaves of it.
            try check(chmod(directory.string, 0o755))
        } else if errno != EEXIST {
            throw Errno(rawValue: errno)
        }
        for name in Self.names {
            try update(directory.appending(Self.copyName(of: name)), from: origin.pushing(name))
        }
    }

    private static func copyName(of name: FilePath) -> String { name.string.replacing("/", with: "-") }

    private func update(_ copy: FilePath, from original: FilePath) throws {
        let wanted = Look(at: original)
        guard wanted != Look(at: copy) else { return }
        guard let wanted else { return try remove(copy) }
        // A name of its own: several servers may start at once.
        let draft = directory.appending(".\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: draft.string) }
        try Self.copy(original, of: wanted.kind, to: draft)
        try wanted.give(to: draft)
        if rename(draft.string, copy.string) == 0 { return }
        // A directory that is not empty cannot be replaced in one step.
        try remove(copy)
        guard rename(draft.string, copy.string) != 0, Look(at: copy) != wanted else { return }
        throw Errno(rawValue: errno)
    }

    /// Without owners, which only root could give.
    private static func copy(_ original: FilePath, of kind: mode_t, to copy: FilePath) throws {
        let files = FileManager.default
        switch kind {
        case S_IFLNK:
            let target = try files.destinationOfSymbolicLink(atPath: original.string)
            try files.createSymbolicLink(atPath: copy.string, withDestinationPath: target)
        case S_IFDIR:
            try files.createDirectory(atPath: copy.string, withIntermediateDirectories: false)
            for name in try files.contentsOfDirectory(atPath: original.string) {
                guard let look = Look(at: original.appending(name)) else { continue }
                try Self.copy(original.appending(name), of: look.kind, to: copy.appending(name))
            }
        default: try Data(contentsOf: URL(filePath: original.string)).write(to: URL(filePath: copy.string))
        }
    }

    /// Somebody else may have done so.
    private func remove(_ copy: FilePath) throws {
        do {
            try FileManager.default.removeItem(atPath: copy.string)
        } catch let error as CocoaError where error.code == .fileNoSuchFile {}
    }
}

/// What tells a file from an older version of itself.
private struct Look: Equatable {
    let kind: mode_t
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Links are looked at themselves; `nil` if there is nothing.
    init?(at path: FilePath) {
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return nil }
        kind = status.st_mode & S_IFMT
        // That of a directory depends on the file system.
        size = kind == S_IFDIR ? 0 : Int(status.st_size)
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }

    /// Gives a copy the time, and lets everybody read it.
    func give(to path: FilePath) throws {
        if kind != S_IFLNK { try check(chmod(path.string, kind == S_IFDIR ? 0o755 : 0o644)) }
        let times = [timespec(tv_sec: seconds, tv_nsec: nanoseconds), timespec(tv_sec: seconds, tv_nsec: nanoseconds)]
        try check(utimensat(AT_FDCWD, path.string, times, AT_SYMLINK_NOFOLLOW))
    }
}
