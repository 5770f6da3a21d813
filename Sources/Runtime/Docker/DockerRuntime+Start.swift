import Glibc
import Postgres
import SystemPackage
import Tooling

extension DockerRuntime {
    package func start(_ server: ServerSpecification) async throws {
        let place = serverDirectory(of: server.id)
        try checkDataDirectory(server)
        try checkSocketPath(server, in: place)
        while true {
            let attempt = try await startedProcess(of: server, in: place)
            if try await isServing(attempt, server, in: place) { return }
        }
    }

    /// A process to wait for, and where in the log its words begin; `nil` if it was there before.
    private struct Attempt {
        let process: ServerProcess
        var logStart: Int?
        /// Until it has what it listens on.
        var handover: Handover?
    }

    /// Finds the container or makes it, while nobody else does.
    private func startedProcess(of server: ServerSpecification, in place: ServerDirectory) async throws -> Attempt {
        let lock = try await makeAndLock(place, of: server)
        defer { withExtendedLifetime(lock) {} }
        try failpoint(.directoryMade)
        if let process = try runningProcess(of: server, in: place) { return Attempt(process: process) }
        let image = try await image(for: server)
        // One that an engine made in its last moment, or that has ended.
        try await docker.removeContainer(containerName(of: server.id))
        try await removeLeftovers(in: server.dataDirectory)
        try removeSignals(of: server)
        try PortProbe.check(server.port, on: server.listenAddresses)
        try prepare(place, for: server)
        let handover = try handover(to: server, in: place)
        let logStart = place.logLength()
        try await launch(server, image, in: place)
        let process = try await firstProcess(of: server, in: place, from: logStart)
        try remember(record(of: server, process: process), of: server, in: place)
        try failpoint(.processRecorded)
        return Attempt(process: process, logStart: logStart, handover: handover)
    }

    /// What a server without a network listens on; `nil` for one that has the machine's.
    private func handover(to server: ServerSpecification, in place: ServerDirectory) throws -> Handover? {
        guard isClosed(server) else { return nil }
        return try Handover(
            PortProbe.bound(to: server.port, on: server.listenAddresses),
            at: place.sockets.appending(Handover.name),
            user: userID,
            group: account?.groupID ?? getegid(),
            major: try PostgresInstallation.majorVersion(ofDataDirectory: server.dataDirectory)
        )
    }

    /// The process that runs this very server already; `nil` if it must be started.
    private func runningProcess(of server: ServerSpecification, in place: ServerDirectory) throws -> ServerProcess? {
        guard let known = try place.record(), let process = try process(of: known) else { return nil }
        if case .ended = try self.server(in: process, server.dataDirectory) { return nil }
        try requireMatch(known, server)
        return process
    }

    private func image(for server: ServerSpecification) async throws -> DockerImage {
        let major: Int
        do { major = try PostgresInstallation.majorVersion(ofDataDirectory: server.dataDirectory) } catch {
            throw RuntimeError(.failedToStart, "Server \(server.id) cannot be started: \(error)")
        }
        let name = image(forMajor: major)
        let image = try await docker.image(name)
        guard image.major == nil || image.major == major else {
            throw RuntimeError(
                .notInstalled,
                "The data of server \(server.id) are of PostgreSQL \(major), and the image \(name) holds another version. "
                    + "Name one of version \(major) in provision.dockerImage."
            )
        }
        return image
    }

    private func prepare(_ place: ServerDirectory, for server: ServerSpecification) throws {
        // Images that start the server themselves read the file only.
        let own = [
            "port": "\(server.port)", "listen_addresses": server.listenAddresses.joined(separator: ","),
            "unix_socket_directories": place.sockets.string, "logging_collector": "off", "log_destination": "stderr",
        ]
        try fill(place, for: server, settings: server.settings.merging(own) { $1 })
        do { try place.shareLog() } catch let error as Errno {
            throw RuntimeError(.unavailable, "The log \(place.log) of server \(server.id) cannot be made: \(error).")
        }
        try failpoint(.filesWritten)
        try remember(record(of: server, process: nil), of: server, in: place)
        try failpoint(.planRecorded)
    }

    private func record(of server: ServerSpecification, process: ServerProcess?) -> ServerRecord {
        ServerRecord(
            dataDirectory: server.dataDirectory.string,
            port: server.port,
            process: process,
            container: containerName(of: server.id)
        )
    }

    private func launch(_ server: ServerSpecification, _ image: DockerImage, in place: ServerDirectory) async throws {
        let name = containerName(of: server.id)
        try await docker.send(
            .post,
            "/containers/create",
            ["name": name],
            json: container(of: server, image, in: place)
        )
        .accepted(doing: "make container \(name)")
        try failpoint(.containerCreated)
        try await docker.send(.post, "/containers/\(name)/start").accepted(doing: "start container \(name)")
        try failpoint(.containerStarted)
    }

    private func firstProcess(of server: ServerSpecification, in place: ServerDirectory, from logStart: Int)
        async throws
        -> ServerProcess
    {
        let container = try await docker.container(containerName(of: server.id))
        guard let number = container?.state.processID, let process = try ServerProcess(processID: number) else {
            throw await failure(of: server, in: place, from: logStart)
        }
        return process
    }

    /// Waits until it accepts connections; `false` if one that was there before was about to end.
    private func isServing(_ attempt: Attempt, _ server: ServerSpecification, in place: ServerDirectory) async throws
        -> Bool
    {
        let (process, dataDirectory) = (attempt.process, server.dataDirectory)
        let outcome = try await ProcessHandle(process)?.wait(within: limits.start, watching: dataDirectory) {
            if case .lives(isReady: true) = try? self.server(in: process, dataDirectory) { true } else { false }
        }
        switch outcome {
        case .met: return true
        case .ended, nil:
            guard let logStart = attempt.logStart else { return false }
            throw await failure(of: server, in: place, from: logStart)
        default:
            throw notReady(server, in: place, from: attempt.logStart ?? 0)
        }
    }

    /// Why a container ended by itself, as far as Docker, the image and the server say it.
    private func failure(of server: ServerSpecification, in place: ServerDirectory, from logStart: Int) async
        -> RuntimeError
    {
        let name = containerName(of: server.id)
        let state = try? await docker.container(name)?.state
        let log = place.logTail(lines: 20, from: logStart)
        let words = log.isEmpty ? await docker.lastWords(of: name, lines: 20) : log
        let reason = state?.lackedMemory == true ? ": it needs more memory than it may have" : ""
        return RuntimeError(.failedToStart, "Server \(server.id) ended while it was starting\(reason).", log: words)
    }
}

extension ServerDirectory {
    /// Lets the server write its log; it sees this file only, and not the directory that it is in.
    /// - Throws: `Errno`.
    fileprivate func shareLog() throws {
        let file = try openLog()
        try file.closeAfter {
            if let account { try check(fchown(file.rawValue, account.userID, account.groupID)) }
        }
    }
}
