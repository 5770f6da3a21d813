import FoundationEssentials
import Glibc
import Postgres
package import SystemPackage
package import Tooling

/// A runtime that keeps a directory for each of its servers, see ``ServerDirectory``, and thereby knows them again.
package protocol DirectoryRuntime: LoadReporting, LogReading, LogRotating, ServerPausing {
    /// Holds one directory per server.
    var directory: FilePath { get }
    /// Who runs the servers; `nil` if the engine's own account does.
    var account: Account? { get }
    /// How long a server may take to start or to end.
    var limits: TimeLimits { get }

    /// The process that is, or contains, a recorded server; `nil` if there is none.
    /// - Throws: ``RuntimeError`` if that cannot be told.
    func process(of record: ServerRecord) throws -> ServerProcess?
}

extension DirectoryRuntime {
    package func inventory() async throws -> [ServerID: ServerState] {
        var result: [ServerID: ServerState] = [:]
        for id in serverIDs { result[id] = try await state(of: id) }
        return result
    }
}

extension DirectoryRuntime {
    package func socketDirectory(of id: ServerID) -> FilePath { serverDirectory(of: id).sockets }

    package func logTail(of id: ServerID, lines: Int) async -> [String] {
        serverDirectory(of: id).logTail(lines: lines)
    }

    package func logLength(of id: ServerID) throws -> Int { serverDirectory(of: id).logLength() }

    package func log(of id: ServerID, after offset: Int) throws -> (lines: [String], offset: Int) {
        try serverDirectory(of: id).log(after: offset)
    }

    package func rotateLogs(above limit: Int) async throws {
        for id in serverIDs { try serverDirectory(of: id).rotateLog(above: limit) }
    }
}

extension DirectoryRuntime {
    /// The servers that have a directory here.
    var serverIDs: [ServerID] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.string)) ?? []
        return names.compactMap { ServerID($0) }
    }

    var userID: UInt32 { account?.userID ?? geteuid() }

    func serverDirectory(of id: ServerID) -> ServerDirectory {
        ServerDirectory(path: directory.appending(id.description), account: account)
    }

    /// Makes the server's directory if it is missing, and keeps everybody else out until the lock is gone.
    func makeAndLock(_ place: ServerDirectory, of server: ServerSpecification) async throws -> Descriptor {
        do {
            while true {
                try place.create()
                if let lock = try await place.lock() { return lock }
            }
        } catch let error as Errno {
            throw RuntimeError(
                .unavailable,
                "The directory \(place.path) of server \(server.id) cannot be made: \(error)."
            )
        }
    }

    /// Writes the files of configuration, and makes an empty directory for the socket.
    func fill(_ place: ServerDirectory, for server: ServerSpecification, settings: [String: String]) throws {
        do {
            try place.renewSocketDirectory()
            try place.write(ConfigurationFile(settings).text(), to: place.configuration)
            try place.write(ServerDirectory.authentication, to: place.hostBasedAuthentication)
            try place.write("", to: place.identities)
        } catch let error as Errno {
            throw Self.notFilled(place, of: server, error)
        } catch let error as PostgresError {
            throw RuntimeError(.failedToStart, "Server \(server.id) cannot be configured. \(error)")
        }
    }

    /// Writes down what the runtime must know of the server.
    func remember(_ record: ServerRecord, of server: ServerSpecification, in place: ServerDirectory) throws {
        do { try place.remember(record) } catch let error as Errno { throw Self.notFilled(place, of: server, error) }
    }

    /// Removes the server's directory.
    func remove(_ place: ServerDirectory, of id: ServerID) throws {
        do { try place.remove() } catch let error as Errno {
            throw RuntimeError(
                .failedToStop,
                "The directory \(place.path) of server \(id) cannot be removed: \(error)."
            )
        }
    }

    /// - Throws: ``RuntimeError`` if servers would run as root, or under an account that only root can take.
    static func checkedAccount(_ account: Account?) throws -> Account? {
        if Account.processIsRoot {
            guard let account, account.userID != 0 else {
                throw RuntimeError(
                    .unavailable,
                    "PostgreSQL refuses to run as root. Name an account for the servers, such as postgres."
                )
            }
            return account
        }
        if let account, account.userID != geteuid() {
            throw RuntimeError(
                .unavailable,
                "Servers cannot run as \(account.name), since the engine is not root. Start it as root or as \(account.name)."
            )
        }
        return nil
    }

    private static func notFilled(_ place: ServerDirectory, of server: ServerSpecification, _ error: Errno)
        -> RuntimeError
    {
        RuntimeError(.unavailable, "The directory \(place.path) of server \(server.id) cannot be filled: \(error).")
    }
}
