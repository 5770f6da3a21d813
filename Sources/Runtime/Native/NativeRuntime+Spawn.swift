import Glibc
import Postgres
import SystemPackage
import Tooling

extension NativeRuntime {
    /// Starts the process, as a child of init: the server, or bubblewrap that holds it.
    func spawn(
        _ server: ServerSpecification,
        of installation: PostgresInstallation,
        in place: ServerDirectory,
        files: (log: FileDescriptor, controlGroups: [FilePath])
    ) throws -> ServerProcess {
        let filter = try openFilter(for: server, of: installation)
        defer { try? filter?.close() }
        var launch = ProcessLaunch(
            // It finds its libraries by its own path: a name alone would be looked for in PATH, where it is not.
            command: sandboxed(
                [installation.program("postgres").string] + place.arguments(for: server),
                for: server,
                of: installation,
                in: place
            ),
            environment: environment(of: server),
            directory: server.dataDirectory,
            log: files.log,
            controlGroups: files.controlGroups
        )
        if let filter {
            launch.inherited = [filter]
            launch.onlyPort = server.port
            // Bubblewrap makes directories that the server must pass; the server sets its own mask.
            launch.mask = 0o022
        }
        // Bubblewrap needs root's rights, and leads to the account by itself.
        if sandbox(of: server) == nil { launch.account = account }
        return try started(launch, server, of: installation, in: place)
    }

    private func started(
        _ launch: ProcessLaunch,
        _ server: ServerSpecification,
        of installation: PostgresInstallation,
        in place: ServerDirectory
    ) throws -> ServerProcess {
        let processID: pid_t
        do { processID = try launch.start() } catch let error as Errno {
            throw RuntimeError(
                .failedToStart,
                "\(installation.program("postgres")) cannot be started in \(server.dataDirectory)\(asAccount): \(error)."
            )
        }
        guard let process = try ServerProcess(processID: processID) else {
            throw RuntimeError(.failedToStart, "Server \(server.id) ended at once.", log: place.logTail(lines: 20))
        }
        return process
    }

    private var asAccount: String { account.map { " as \($0.name)" } ?? "" }

    /// The variables of a server, with those by which the library learns what to do.
    func environment(of server: ServerSpecification) -> [String: String] {
        server.environment.merging(environment(isSandboxed: sandbox(of: server) != nil)) { $1 }
    }

    func environment(isSandboxed: Bool) -> [String: String] {
        var fixed = ["LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"]
        if let preloadLibrary {
            fixed["LD_PRELOAD"] = preloadLibrary.string
            if isSandboxed { fixed[PreloadLibrary.descent] = account?.descent }
        }
        return fixed
    }
}
