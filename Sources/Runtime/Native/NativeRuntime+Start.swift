import CProcess
import Glibc
import Postgres
import SystemPackage
import Tooling

extension NativeRuntime {
    package func start(_ server: ServerSpecification) async throws {
        let place = serverDirectory(of: server.id)
        try checkDataDirectory(server)
        try checkSocketPath(server, in: place)
        let attempt = try await startedProcess(of: server, in: place)
        async let joined: Void = joinLimits(of: server, attempt.process, in: place)
        try await waitUntilReady(attempt, server, in: place)
        try await joined
        try await rememberStart(in: place)
        replenish(like: server, of: attempt.installation)
    }

    /// A process to wait for, and where in the log its words begin.
    struct Attempt {
        let process: ServerProcess
        let installation: PostgresInstallation
        var logStart = 0
    }

    /// Finds the process or starts it, while nobody else does.
    private func startedProcess(of server: ServerSpecification, in place: ServerDirectory) async throws -> Attempt {
        let installation = try await installation(for: server)
        let lock = try await makeAndLock(place, of: server)
        defer { withExtendedLifetime(lock) {} }
        try failpoint(.directoryMade)
        try await waitUntilBegun(in: place)
        if let process = try runningProcess(of: server, in: place) {
            return Attempt(process: process, installation: installation)
        }
        try await removeUnrecorded(server, in: place)
        try await removeLeftovers(in: server.dataDirectory)
        try removeSignals(of: server)
        try PortProbe.check(server.port, on: server.listenAddresses)
        try prepare(place, for: server)
        return try launch(server, of: installation, in: place)
    }

    /// One that waited is recorded before it is told to begin: it takes a moment until it works in its data, or, if its engine
    /// died in between, until it ends.
    private func waitUntilBegun(in place: ServerDirectory) async throws {
        guard let record = try place.record(), record.waited == true, let process = record.process,
            let handle = try ProcessHandle(process)
        else { return }
        let dataDirectory = FilePath(record.dataDirectory)
        _ = try await handle.wait(within: limits.start, watching: dataDirectory) { [userID] in
            (try? process.server(in: dataDirectory, of: userID)) != nil
        }
    }

    /// Ends a process that an engine started in its last moment, and that is too young to have claimed its data.
    private func removeUnrecorded(_ server: ServerSpecification, in place: ServerDirectory) async throws {
        guard let record = try place.record() else { return }
        if record.waited == true, let process = record.process, try process.isAlive { try await kill(process.family) }
        if record.isSandboxed == true { try await removeSandboxes(in: server.dataDirectory) }
        guard record.process == nil else { return }
        try await kill(try ServerProcess.all(in: server.dataDirectory, of: userID))
    }

    private func launch(
        _ server: ServerSpecification,
        of installation: PostgresInstallation,
        in place: ServerDirectory
    ) throws -> Attempt {
        let log = try place.openLog()
        return try log.closeAfter {
            let end = try log.seek(offset: 0, from: .end)
            let groups = try controlGroups?.make(server.id, server.limits) ?? []
            try failpoint(.groupMade)
            let process =
                try beginWaiting(server, of: installation, in: place, log: log)
                ?? spawnAndRecord(server, of: installation, in: place, files: (log, server.isForeign ? groups : []))
            return Attempt(process: process, installation: installation, logStart: Int(end))
        }
    }

    private func spawnAndRecord(
        _ server: ServerSpecification,
        of installation: PostgresInstallation,
        in place: ServerDirectory,
        files: (log: FileDescriptor, controlGroups: [FilePath])
    ) throws -> ServerProcess {
        let process = try spawn(server, of: installation, in: place, files: files)
        try failpoint(.processStarted)
        try place.remember(record(of: server, process: process))
        try failpoint(.processRecorded)
        return process
    }

    private func prepare(_ place: ServerDirectory, for server: ServerSpecification) throws {
        try fill(place, for: server, settings: server.settings)
        try failpoint(.filesWritten)
        try remember(record(of: server, process: nil), of: server, in: place)
        try failpoint(.planRecorded)
    }

    /// The process that runs this very server already; `nil` if it must be started.
    private func runningProcess(of server: ServerSpecification, in place: ServerDirectory) throws -> ServerProcess? {
        let known = try place.record()
        if let known, let process = try process(of: known) {
            try requireMatch(known, server)
            if known.isSandboxed != true, known.process != process {
                try place.remember(server.record(process: process, awaitsLimits: known.awaitsLimits))
            }
            return process
        }
        guard let process = try process(claiming: server.dataDirectory) else { return nil }
        guard PostmasterFile(inDataDirectory: server.dataDirectory)?.socketDirectory == place.sockets else {
            throw RuntimeError(
                .unavailable,
                "Another server (process \(process.processID)) uses \(server.dataDirectory). Stop it first."
            )
        }
        try place.remember(server.record(process: process, awaitsLimits: known?.awaitsLimits))
        return process
    }

    private func waitUntilReady(
        _ attempt: Attempt,
        _ server: ServerSpecification,
        in place: ServerDirectory
    ) async throws {
        let process = attempt.process
        let dataDirectory = server.dataDirectory
        guard let handle = try ProcessHandle(process) else { return try await ended(attempt, server, in: place) }
        let outcome = try await handle.wait(within: limits.start, watching: dataDirectory) {
            isReady(process, in: dataDirectory)
        }
        switch outcome {
        case .met: return
        case .ended: try await ended(attempt, server, in: place)
        default:
            throw notReady(server, in: place, from: attempt.logStart)
        }
    }

    /// The process ended by itself: one that was started before a crash, and not recorded, may have been faster.
    private func ended(_ attempt: Attempt, _ server: ServerSpecification, in place: ServerDirectory) async throws {
        if let process = try process(claiming: server.dataDirectory) {
            try place.remember(server.record(process: process, awaitsLimits: try place.record()?.awaitsLimits))
            return try await waitUntilReady(
                Attempt(process: process, installation: attempt.installation),
                server,
                in: place
            )
        }
        try PortProbe.check(server.port, on: server.listenAddresses)
        throw RuntimeError(
            .failedToStart,
            "Server \(server.id) ended while it was starting.",
            log: place.logTail(lines: 20, from: attempt.logStart)
        )
    }
}

extension NativeRuntime {
    /// The programs of the version that the data directory belongs to.
    func installation(for server: ServerSpecification) async throws -> PostgresInstallation {
        do {
            return try await .find(forDataDirectory: server.dataDirectory, searchPaths: searchPaths)
        } catch let error as PostgresError {
            throw RuntimeError(.notInstalled, error.description)
        }
    }

    /// The sandbox of a server that is to have one.
    func sandbox(of server: ServerSpecification) -> Sandbox? { server.isSandboxed ? sandbox : nil }

    func record(of server: ServerSpecification, process: ServerProcess?, waited: Bool? = nil) -> ServerRecord {
        server.record(
            process: process,
            isSandboxed: sandbox(of: server) != nil,
            waited: waited,
            awaitsLimits: controlGroups != nil && !server.limits.isEmpty && !server.isForeign ? true : nil
        )
    }

    /// Puts a server that began without its limits under them, while it starts.
    private func joinLimits(of server: ServerSpecification, _ process: ServerProcess, in place: ServerDirectory)
        async throws
    {
        guard let controlGroups, try place.record()?.awaitsLimits == true else { return }
        let files = try controlGroups.make(server.id, server.limits)
        try await blocking { _ in try ControlGroups.join(files, process) }
    }
}

extension ServerSpecification {
    /// Of a process that was found by the file of the server itself, it is not bubblewrap.
    fileprivate func record(
        process: ServerProcess?,
        isSandboxed: Bool = false,
        waited: Bool? = nil,
        awaitsLimits: Bool?
    ) -> ServerRecord {
        ServerRecord(
            dataDirectory: dataDirectory.string,
            port: port,
            process: process,
            isSandboxed: isSandboxed,
            waited: waited,
            awaitsLimits: awaitsLimits
        )
    }
}
