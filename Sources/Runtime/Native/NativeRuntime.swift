import FoundationEssentials
import Glibc
import Postgres
package import SystemPackage
package import Tooling

/// Runs servers as processes of this machine, under an account without rights.
///
/// It keeps nothing in memory that anybody needs: what runs is told by a record per server, the data directories and the kernel. So the
/// servers outlive the engine, and the next engine finds them.
package struct NativeRuntime: DirectoryRuntime {
    /// Holds one directory per server.
    package let directory: FilePath
    /// Who runs the servers; `nil` if the engine's own account does.
    package let account: Account?
    /// Where programs of PostgreSQL are looked for, see ``PostgresInstallation``.
    package let searchPaths: [FilePath]
    /// Loaded into servers, see ``PreloadLibrary``; `nil` for none.
    package var preloadLibrary: FilePath?
    /// Holds the servers that ask for it; `nil` for no sandboxes.
    package var sandbox: Sandbox?
    package var sandboxGap: String?
    /// Servers that wait for their data; `nil` for none.
    package var waitingServers: WaitingServers?
    /// Limits what servers take of the machine; `nil` for no limits.
    package var controlGroups: ControlGroups?
    package var limitGap: String?
    package var limits = TimeLimits()
    /// Called between any two effects; a test may throw here what a crash would cut off.
    package var failpoint: @Sendable (Effect) throws -> Void = { _ in }

    /// What `start` and `remove` do to the machine, in this order.
    package enum Effect: String, CaseIterable, Sendable {
        case directoryMade, filesWritten, planRecorded, groupMade, processStarted, processRecorded
        case processEnded, groupRemoved, leftoversRemoved
    }

    /// Names the place and the account; nothing is touched yet.
    /// - Throws: ``RuntimeError`` if the servers would run as root, or under an account that only root can take.
    package init(directory: FilePath, account: Account?, searchPaths: [FilePath] = []) throws {
        self.directory = directory
        self.searchPaths = searchPaths
        self.account = try Self.checkedAccount(account)
    }

    package func removeOrphans() async throws {
        try await controlGroups?.removeOrphans(besides: Set(serverIDs))
    }

    package func obstacle(forMajor major: Int) async -> Obstacle? {
        if let _ = try? await PostgresInstallation.find(major: major, searchPaths: searchPaths) { return nil }
        return Obstacle(
            reason: "needs PostgreSQL \(major), which is not installed",
            remedy: "Install it: apt-get install postgresql-\(major); or name its place in provision.postgresPaths"
        )
    }

    package func state(of id: ServerID) async throws -> ServerState? {
        let place = serverDirectory(of: id)
        guard place.exists else { return nil }
        guard let record = try place.record(), let process = try process(of: record) else { return .stopped }
        // An engine that died in between left it without its limits: whoever starts it once more puts it under them.
        if record.awaitsLimits == true { return .starting }
        return isReady(process, in: FilePath(record.dataDirectory)) ? .running : .starting
    }
}

extension NativeRuntime {
    /// Whether the server says, and of itself, that it accepts connections.
    /// - Parameter process: The server, or bubblewrap that holds it.
    func isReady(_ process: ServerProcess, in dataDirectory: FilePath) -> Bool {
        guard let file = PostmasterFile(inDataDirectory: dataDirectory), file.isReady else { return false }
        if file.processID == process.processID { return true }
        let server = try? process.server(in: dataDirectory, of: userID) ?? process
        return (try? server?.innerID) == file.processID
    }

    /// The process that runs a recorded server, or bubblewrap while it makes the sandbox; `nil` if there is none.
    /// - Throws: ``RuntimeError`` if that cannot be told.
    package func process(of record: ServerRecord) throws -> ServerProcess? {
        let dataDirectory = FilePath(record.dataDirectory)
        if let process = record.process, record.container == nil, try process.isAlive,
            record.waited == true || process.works(in: dataDirectory)
        {
            guard record.isSandboxed == true else { return process }
            // A sandbox without its server is ending; one that never was seen to have one may still be in the making.
            if let server = record.sandboxedServer { return try server.isAlive ? server : nil }
            if let server = try process.server(in: dataDirectory, of: userID) { return server }
            // One that waited was told to begin a moment ago, or is ending.
            return record.waited == true ? nil : process
        }
        return try process(claiming: dataDirectory)
    }

    /// The process named by `postmaster.pid`, if it can be nothing else than this data directory's server.
    ///
    /// Needed when the engine died after starting a process and before recording it.
    func process(claiming dataDirectory: FilePath) throws -> ServerProcess? {
        guard let file = PostmasterFile(inDataDirectory: dataDirectory),
            let process = try ServerProcess(processID: file.processID),
            process.isPostgres(of: userID), process.works(in: dataDirectory)
        else { return nil }
        return process
    }
}
