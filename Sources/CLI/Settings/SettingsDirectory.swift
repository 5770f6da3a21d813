import Glibc
import SystemPackage

/// `~/.dblab/cli`, readable by its user only.
enum SettingsDirectory {
    private static let largest = 1 << 20

    /// The path of cli.yml.
    static var file: FilePath {
        get throws {
            guard let home = getenv("HOME").map({ String(cString: $0) }), !home.isEmpty else {
                throw CommandError.failed("HOME is not set; set it to the directory that holds .dblab")
            }
            return FilePath(home).appending(".dblab").appending("cli").appending("cli.yml")
        }
    }

    /// A file's text; `nil` if it does not exist.
    static func read(_ path: FilePath) throws -> String? {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            return try file.closeAfter {
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 16384)
                while case let count = try buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
                    bytes += buffer.prefix(count)
                    guard bytes.count <= largest else { throw CommandError.failed("\(path) is too large") }
                }
                guard let text = String(validating: bytes, as: UTF8.self) else {
                    throw CommandError.failed("\(path) is not UTF-8 text. Correct or remove the file")
                }
                return text
            }
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch let error as Errno {
            throw CommandError.failed("cannot read \(path): \(error)")
        }
    }

    /// Replaces a file in one step, so that readers see the old text or the new.
    static func write(_ text: String, to path: FilePath) throws {
        let temporary = path.removingLastComponent().appending("cli.yml.\(getpid())")
        do {
            try create(path.removingLastComponent())
            unlink(temporary.string)
            let file = try FileDescriptor.open(
                temporary,
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try file.closeAfter {
                try file.writeAll(text.utf8)
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
            guard rename(temporary.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch let error as Errno {
            unlink(temporary.string)
            throw CommandError.failed("cannot write \(path): \(error)")
        }
    }

    private static func create(_ directory: FilePath) throws {
        if mkdir(directory.string, 0o700) == 0 || errno == EEXIST { return }
        let parent = directory.removingLastComponent()
        // The home of a service account need not exist yet.
        guard errno == ENOENT, parent != directory, !parent.isEmpty else { throw Errno(rawValue: errno) }
        try create(parent)
        guard mkdir(directory.string, 0o700) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
    }
}
