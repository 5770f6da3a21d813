import Glibc
import SystemPackage
import Tooling

extension FilePath {
    /// The names in this directory, without `.` and `..`, in no order.
    func entries() throws -> [String] { try components().map(\.string) }

    /// The files in this directory, also those whose names are no text.
    func children() throws -> [FilePath] { try components().map { appending($0) } }

    private func components() throws -> [FilePath.Component] {
        guard let stream = withPlatformString({ opendir($0) }) else { throw failure(to: "list \(self)") }
        defer { closedir(stream) }
        var names: [FilePath.Component] = []
        while true {
            Glibc.errno = 0
            guard let entry = readdir(stream) else {
                guard Glibc.errno == 0 else { throw failure(to: "list \(self)") }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { FilePath.Component(platformString: $0) }
            }
            if let name, name.kind == .regular { names.append(name) }
        }
    }

    /// Creates this directory unless it exists.
    func makeDirectory(mode: mode_t) throws {
        guard withPlatformString({ mkdir($0, mode) }) != 0 else { return }
        let failure = failure(to: "create the directory \(self)")
        guard failure.errno == .fileExists, try isDirectory() else { throw failure }
    }

    /// Creates this directory and all above it that are missing.
    func makeDirectories(mode: mode_t) throws {
        if try isDirectory() { return }
        let parent = removingLastComponent()
        if parent != self, !parent.isEmpty { try parent.makeDirectories(mode: 0o755) }
        try makeDirectory(mode: mode)
    }

    /// Removes this file or directory with all inside it; what is already gone is no error.
    func removeTree(_ cancellation: Cancellation) throws {
        guard let name = lastComponent else { throw failure(.invalidArgument, to: "remove \(self)") }
        let parent = removingLastComponent()
        do {
            let place = parent.isEmpty ? "." : parent
            let descriptor = try FileDescriptor.open(place, .readOnly, options: [.directory, .closeOnExec])
            try descriptor.closeAfter { try TreeRemoval.remove(name, in: descriptor, check: cancellation.check) }
        } catch Errno.noSuchFileOrDirectory {
            return
        } catch let error as Errno {
            throw failure(error, to: "remove \(self)")
        }
    }
}
