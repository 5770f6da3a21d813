import CProcess
import Glibc
import Logging
import Postgres
import SystemPackage
import Tooling

extension NativeRuntime {
    /// Lets a server begin that waits already; `nil` if none does, or if this one must be started from the beginning.
    ///
    /// It is recorded before it is told to begin: an engine that dies in between leaves none that nobody knows of.
    func beginWaiting(
        _ server: ServerSpecification,
        of installation: PostgresInstallation,
        in place: ServerDirectory,
        log: FileDescriptor
    ) throws -> ServerProcess? {
        let arguments = paddedArguments(of: server, in: place)
        guard arguments.map(\.utf8.count).reduce(0, +) <= Self.room, let kind = kind(of: server, installation),
            let waiting = waitingServers?.take(kind)
        else { return nil }
        try failpoint(.processStarted)
        try place.remember(record(of: server, process: waiting.process, waited: true))
        try failpoint(.processRecorded)
        do {
            try waiting.begin(server, in: place, arguments: arguments, log: log)
            return waiting.process
        } catch let error as Errno {
            // Such as on a Linux older than 5.12, or in a container that may not mount.
            Logger(label: "dblab.runtime").notice(
                "servers do not wait for their data, since they cannot begin: \(error)"
            )
            waitingServers?.giveUp()
            return nil
        }
    }

    /// Sees to it that servers wait for the next ones like this.
    func replenish(like server: ServerSpecification, of installation: PostgresInstallation) {
        guard let waitingServers, let kind = kind(of: server, installation) else { return }
        waitingServers.fill(kind) { try? makeWaiting(kind) }
    }

    /// `nil` if such a server cannot have waited: it has variables of its own, limits from its first instruction on, or no
    /// library to wait in.
    func kind(of server: ServerSpecification, _ installation: PostgresInstallation) -> WaitingServer.Kind? {
        guard waitingServers != nil, sandbox(of: server) != nil, let preloadLibrary, Account.processIsRoot,
            server.environment.isEmpty,
            !server.isForeign || controlGroups == nil || server.limits.isEmpty
        else { return nil }
        return WaitingServer.Kind(
            installation: installation,
            files: [installation.program("postgres"), preloadLibrary].map { FileIdentity($0) },
            readable: readable(by: server, of: installation)
        )
    }

    /// The number of arguments cannot change any more once a program runs: the last setting is said again.
    private func paddedArguments(of server: ServerSpecification, in place: ServerDirectory) -> [String] {
        var arguments = place.arguments(for: server)
        while arguments.count < ServerDirectory.mostArguments { arguments += arguments.suffix(2) }
        return arguments
    }

    private func makeWaiting(_ kind: WaitingServer.Kind) throws -> WaitingServer? {
        guard let sandbox else { return nil }
        var ends: [Int32] = [-1, -1]
        let error = cprocess_connect(&ends)
        guard error == 0 else { throw Errno(rawValue: error) }
        let (connection, other) = (Descriptor(ends[0]), Descriptor(ends[1]))
        let filter = try openFilter(of: kind.installation)
        defer { try? filter.close() }
        let log = try FileDescriptor.open("/dev/null", .writeOnly, options: [.closeOnExec])
        defer { try? log.close() }
        let launch = ProcessLaunch(
            command: sandbox.argumentsToWait(filter: Self.filterDescriptor, readable: kind.readable)
                + [kind.installation.program("postgres").string] + Self.argumentsToCome,
            environment: environment(isSandboxed: true).merging([PreloadLibrary.waiting: "1"]) { $1 },
            directory: "/",
            log: log,
            inherited: [filter, FileDescriptor(rawValue: other.number)],
            mask: 0o022
        )
        let processID = try withExtendedLifetime(other) { try launch.start() }
        guard let process = try ServerProcess(processID: processID) else { return nil }
        return WaitingServer(process, of: kind, connection: connection)
    }

    /// Bytes of all arguments of a server.
    private static let room = 2048
    /// As many as there will be, and as long.
    private static let argumentsToCome =
        Array(repeating: "", count: ServerDirectory.mostArguments - 1) + [String(repeating: " ", count: room)]
}
