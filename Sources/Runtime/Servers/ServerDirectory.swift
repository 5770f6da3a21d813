import FoundationEssentials
import Glibc
import Postgres
import SystemPackage
import Tooling

/// The files of one server outside its data directory.
///
/// All belong to the engine, so that a server that was taken over cannot lead the engine (often root) astray; only
/// `run`, where the server makes its socket, is the server's own, and closed to everybody else.
struct ServerDirectory: Sendable {
    let path: FilePath
    let account: Account?

    var configuration: FilePath { path.appending("postgresql.conf") }
    var hostBasedAuthentication: FilePath { path.appending("pg_hba.conf") }
    var identities: FilePath { path.appending("pg_ident.conf") }
    var log: FilePath { path.appending("server.log") }
    var olderLog: FilePath { path.appending("server.log.1") }
    var sockets: FilePath { path.appending("run") }
    private var recordFile: FilePath { path.appending("server.json") }

    var exists: Bool { FileIdentity(path) != nil }

    /// Only the owner of the socket's directory gets in without a password.
    static let authentication = """
        local all all trust
        host all all 0.0.0.0/0 scram-sha-256
        host all all ::/0 scram-sha-256

        """

    /// Makes the directory, without `run`: who has no lock yet must not touch what another start clears.
    ///
    /// The server may enter and read it.
    /// - Throws: `Errno`.
    func create() throws {
        try makeDirectory(path.removingLastComponent(), mode: 0o711, parents: true)
        try makeDirectory(path, mode: account == nil ? 0o700 : 0o750)
        try check(chmod(path.string, account == nil ? 0o700 : 0o750))
        if let account { try check(lchown(path.string, geteuid(), account.groupID)) }
    }

    /// Waits until nobody else starts or removes this server; the lock ends with the descriptor's last reference.
    /// - Returns: `nil` if the directory does not exist.
    /// - Throws: `Errno`.
    func lock() async throws -> Descriptor? {
        while true {
            let descriptor = Descriptor(open(path.string, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC))
            if descriptor.number < 0 && errno == ENOENT { return nil }
            guard descriptor.number >= 0 else { throw Errno(rawValue: errno) }
            let isLocked = flock(descriptor.number, LOCK_EX | LOCK_NB) == 0
            if !isLocked { await blocking { _ = flock(descriptor.number, LOCK_EX) } }
            // Whoever had it may have removed the directory.
            if FileIdentity(path) == FileIdentity(FilePath("/proc/self/fd/\(descriptor.number)")) { return descriptor }
        }
    }

    /// Makes an empty directory for the socket: the lock file of a server that is gone would keep the next away once its
    /// number is used again.
    ///
    /// Only for who has the lock.
    /// - Throws: `Errno`.
    func renewSocketDirectory() throws {
        let parent = try FileDescriptor.open(path, .readOnly, options: [.directory, .noFollow, .closeOnExec])
        try parent.closeAfter { try TreeRemoval.remove("run", in: parent) }
        try makeDirectory(sockets, mode: 0o700)
        if let account { try check(lchown(sockets.string, account.userID, account.groupID)) }
    }

    /// Puts a file in place as a whole; the server may read it.
    /// - Throws: `Errno`.
    func write(_ text: String, to file: FilePath) throws {
        // A name of its own: who waits for a server's end remembers it without the lock.
        let draft = FilePath("\(file).\(UUID().uuidString)")
        defer { unlink(draft.string) }
        let descriptor = try FileDescriptor.open(
            draft,
            .writeOnly,
            options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead]
        )
        try descriptor.closeAfter {
            if let account { try check(fchown(descriptor.rawValue, geteuid(), account.groupID)) }
            try descriptor.writeAll(text.utf8)
        }
        try check(rename(draft.string, file.string))
    }

    /// What is remembered; `nil` if nothing is, or it was lost by a power failure together with all processes.
    /// - Throws: ``RuntimeError`` if it cannot be read: who took that for nothing would leave a server running.
    func record() throws -> ServerRecord? {
        let text: String
        do {
            text = try SmallFile.read(recordFile, limit: 65536)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        } catch {
            throw RuntimeError(.unavailable, "The file \(recordFile) cannot be read: \(error).")
        }
        return try? JSONDecoder().decode(ServerRecord.self, from: Data(text.utf8))
    }

    /// Not synced: after a power failure there is no process that it could speak of.
    /// - Throws: `Errno` or `EncodingError`.
    func remember(_ record: ServerRecord) throws {
        try write(String(decoding: try JSONEncoder().encode(record), as: UTF8.self), to: recordFile)
    }

    /// Opens the log for appending; the server gets it open and needs no right to its path.
    /// - Throws: `Errno`.
    func openLog() throws -> FileDescriptor {
        try FileDescriptor.open(
            log,
            .writeOnly,
            options: [.append, .create, .noFollow, .closeOnExec],
            permissions: [.ownerReadWrite]
        )
    }

    /// Removes the directory with all that is in it; the server's part without following any link.
    /// - Throws: `Errno`.
    func remove() throws {
        guard let parent = try? FileDescriptor.open(path.removingLastComponent(), .readOnly, options: [.closeOnExec]),
            let name = path.lastComponent
        else { return }
        try parent.closeAfter { try TreeRemoval.remove(name, in: parent) }
    }

    private func makeDirectory(_ directory: FilePath, mode: mode_t, parents: Bool = false) throws {
        if mkdir(directory.string, mode) == 0 || errno == EEXIST { return }
        guard parents, errno == ENOENT, !directory.components.isEmpty else { throw Errno(rawValue: errno) }
        try makeDirectory(directory.removingLastComponent(), mode: 0o755, parents: true)
        try makeDirectory(directory, mode: mode)
    }
}

extension ServerDirectory {
    /// How many arguments `postgres` gets at most.
    static let mostArguments = 20

    /// The arguments of `postgres`.
    ///
    /// What stands here wins over `ALTER SYSTEM`, and nothing else should.
    func arguments(for server: ServerSpecification) -> [String] {
        let settings =
            [
                "config_file=\(configuration)",
                "hba_file=\(hostBasedAuthentication)",
                "ident_file=\(identities)",
                "port=\(server.port)",
                "listen_addresses=\(server.listenAddresses.joined(separator: ","))",
                "unix_socket_directories=\(sockets)",
                "logging_collector=off",
                "log_destination=stderr",
            ] + (server.limits.connections.map { ["max_connections=\($0)"] } ?? [])
        return ["-D", server.dataDirectory.string] + settings.flatMap { ["-c", $0] }
    }
}

/// Turns the answer of a system call into an error.
func check(_ answer: Int32) throws {
    guard answer == 0 else { throw Errno(rawValue: errno) }
}
