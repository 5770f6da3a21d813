import FoundationEssentials
import Glibc
import SystemPackage

extension ConfigurationFile {
    /// The backups that are kept, of all that were made.
    static let backupLimit = 10

    /// Puts a new text in place of an old one in one step, and keeps the old one as a numbered backup beside it.
    ///
    /// Mode and owner stay; a link stays a link. Whoever reads meanwhile sees the old text or the new.
    /// - Throws: ``ConfigurationError``; then the file is as it was.
    static func replace(_ path: FilePath, old: String, with new: String) throws {
        do {
            let target = try realPath(of: path)
            var status = stat()
            guard stat(target.string, &status) == 0 else { throw Errno(rawValue: errno) }
            let numbers = try backups(of: target).map(\.number)
            let backup = try name(of: target, appending: ".\((numbers.max() ?? 0) + 1).bak")
            try write(old, to: backup, like: status)
            try write(new, to: target, like: status)
            try removeOldBackups(of: target)
        } catch let error as Errno {
            throw ConfigurationError("\(path): cannot be written: \(error)")
        }
    }

    /// Writes beside the target first; the name then changes hands at once, after all bytes are on disk.
    private static func write(_ text: String, to target: FilePath, like status: stat) throws {
        let temporary = try name(of: target, appending: ".\(getpid()).new")
        unlink(temporary.string)
        do {
            let file = try FileDescriptor.open(
                temporary,
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try file.closeAfter {
                try file.writeAll(text.utf8)
                // Others than root can neither give files away, nor need to.
                if geteuid() == 0 { try check(fchown(file.rawValue, status.st_uid, status.st_gid)) }
                try check(fchmod(file.rawValue, status.st_mode & 0o7777))
                try check(fsync(file.rawValue))
            }
            try check(rename(temporary.string, target.string))
            try syncDirectory(of: target)
        } catch {
            unlink(temporary.string)
            throw error
        }
    }

    private static func syncDirectory(of path: FilePath) throws {
        let directory = try FileDescriptor.open(
            path.removingLastComponent(),
            .readOnly,
            options: [.directory, .closeOnExec]
        )
        try directory.closeAfter { try check(fsync(directory.rawValue)) }
    }

    private static func removeOldBackups(of target: FilePath) throws {
        for backup in try backups(of: target).sorted(by: { $0.number > $1.number }).dropFirst(backupLimit) {
            try check(unlink(backup.path.string))
        }
    }

    /// The backups of a file, such as `server.yml.7.bak`.
    static func backups(of target: FilePath) throws -> [(number: Int, path: FilePath)] {
        let directory = target.removingLastComponent()
        let prefix = (target.lastComponent?.string ?? "") + "."
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.string)) ?? []
        return names.compactMap { name in
            guard name.hasPrefix(prefix), name.hasSuffix(".bak"),
                let number = Int(name.dropFirst(prefix.count).dropLast(4))
            else { return nil }
            return (number, directory.appending(name))
        }
    }

    private static func name(of path: FilePath, appending suffix: String) throws -> FilePath {
        guard let name = path.lastComponent else { throw Errno.isDirectory }
        return path.removingLastComponent().appending(name.string + suffix)
    }

    private static func realPath(of path: FilePath) throws -> FilePath {
        guard let real = realpath(path.string, nil) else { throw Errno(rawValue: errno) }
        defer { free(real) }
        return FilePath(String(cString: real))
    }

    private static func check(_ result: Int32) throws {
        guard result == 0 else { throw Errno(rawValue: errno) }
    }
}
