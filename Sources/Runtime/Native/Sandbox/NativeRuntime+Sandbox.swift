import CProcess
import Glibc
import Postgres
import SystemPackage

extension NativeRuntime {
    /// Remembers the server of a sandbox, so that its death is told from its making; and that it is under its limits.
    func rememberStart(in place: ServerDirectory) async throws {
        guard let lock = try await place.lock() else { return }
        defer { withExtendedLifetime(lock) {} }
        guard let known = try place.record() else { return }
        var record = known
        record.awaitsLimits = nil
        if record.isSandboxed == true, record.sandboxedServer == nil {
            record.sandboxedServer = try record.process?.server(in: FilePath(record.dataDirectory), of: userID)
        }
        if record != known { try place.remember(record) }
    }

    /// The processes of bubblewrap that hold a recorded server: the one that was started, and the sandbox's init.
    func sandboxHolders(of record: ServerRecord) throws -> [ProcessHandle] {
        guard record.isSandboxed == true, let process = record.process, try process.isAlive else { return [] }
        return try ([process] + process.children).compactMap { try ProcessHandle($0) }
    }

    /// Waits for the end of a sandbox whose server was stopped; the kernel ends all that was started in it.
    ///
    /// One in the making has no server whose end it could follow, and is ended at once.
    func endSandbox(_ holders: [ProcessHandle], of record: ServerRecord) async throws {
        guard record.isSandboxed == true else { return }
        let hadServer = record.sandboxedServer != nil
        for holder in holders where hadServer { _ = await holder.waitForEnd(within: limits.immediateStop) }
        try await kill(holders.map(\.process))
        if !hadServer || holders.isEmpty { try await removeSandboxes(in: FilePath(record.dataDirectory)) }
    }

    /// Ends every sandbox that holds a data directory, at once; the kernel ends all processes with a sandbox's init.
    func removeSandboxes(in dataDirectory: FilePath) async throws {
        while true {
            // Those that are killed while they start another leave that for the next look.
            let found = try ServerProcess.sandboxes(in: dataDirectory)
            if found.isEmpty { return }
            try await kill(found)
        }
    }

    /// The command line that starts a server in its sandbox.
    func sandboxed(
        _ arguments: [String],
        for server: ServerSpecification,
        of installation: PostgresInstallation,
        in place: ServerDirectory
    ) -> [String] {
        guard let sandbox = sandbox(of: server) else { return arguments }
        return sandbox.arguments(
            dataDirectory: server.dataDirectory,
            place: place,
            filter: Self.filterDescriptor,
            readable: readable(by: server, of: installation),
            descends: preloadLibrary == nil
        ) + arguments
    }

    /// What a sandboxed server sees besides the system and its own.
    func readable(by server: ServerSpecification, of installation: PostgresInstallation) -> [FilePath] {
        [installation.tree, preloadLibrary].compactMap { $0 }.filter { !$0.starts(with: "/usr") } + server.certificates
    }

    /// The number under which a started program finds the first file it inherits.
    static let filterDescriptor: Int32 = 3

    /// Opens the filter for a server's system calls; `nil` if it gets none.
    func openFilter(for server: ServerSpecification, of installation: PostgresInstallation) throws -> FileDescriptor? {
        sandbox(of: server) == nil ? nil : try openFilter(of: installation)
    }

    func openFilter(of installation: PostgresInstallation) throws -> FileDescriptor {
        // The statistics collector, gone in version 15, is reached by a socket that is connected to itself.
        let filter = cprocess_open_filter(installation.major < 15 ? 1 : 0)
        guard filter >= 0 else {
            throw RuntimeError(.unavailable, "No memory for the filter of system calls: \(Errno(rawValue: errno)).")
        }
        return FileDescriptor(rawValue: filter)
    }
}

extension PostgresInstallation {
    /// All that its programs need besides the system: their prefix, or the root of another system that they are part of.
    fileprivate var tree: FilePath {
        let system = binaries.string.firstRange(of: "/usr/lib/postgresql/")
        if let system, system.lowerBound > binaries.string.startIndex {
            return FilePath(String(binaries.string[..<system.lowerBound]))
        }
        return binaries.removingLastComponent()
    }
}
