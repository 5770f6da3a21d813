import CProcess
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
        var processID: pid_t = 0
        let filter = try openFilter(for: server, of: installation)
        defer { try? filter?.close() }
        let error = withMutableCStrings(files.controlGroups.map(\.string)) { groups in
            withLaunch(server, of: installation, in: place, files: (files.log, filter)) { launch in
                launch.joined = groups
                return cprocess_launch(&launch, &processID)
            }
        }
        guard error == 0 else {
            throw RuntimeError(
                .failedToStart,
                "\(installation.program("postgres")) cannot be started in \(server.dataDirectory)\(asAccount): \(Errno(rawValue: error))."
            )
        }
        guard let process = try ServerProcess(processID: processID) else {
            throw RuntimeError(
                .failedToStart,
                "Server \(server.id) ended at once.",
                log: place.logTail(lines: 20)
            )
        }
        return process
    }

    private var asAccount: String { account.map { " as \($0.name)" } ?? "" }

    private func withLaunch<Result>(
        _ server: ServerSpecification,
        of installation: PostgresInstallation,
        in place: ServerDirectory,
        files: (log: FileDescriptor, filter: FileDescriptor?),
        _ body: (inout cprocess_launch) -> Result
    ) -> Result {
        let groups = account?.supplementaryGroups ?? []
        let command = sandboxed(
            // It finds its libraries by its own path: a name alone would be looked for in PATH, where it is not.
            [installation.program("postgres").string] + place.arguments(for: server),
            for: server,
            of: installation,
            in: place
        )
        // Bubblewrap needs root's rights, and leads to the account by itself.
        let changesUser = account != nil && sandbox(of: server) == nil
        return withMutableCStrings(command) { arguments in
            withMutableCStrings(environment(of: server)) { environment in
                groups.withUnsafeBufferPointer { groups in
                    command[0].withPlatformString { program in
                        server.dataDirectory.withPlatformString { directory in
                            var launch = cprocess_launch()
                            launch.program = program
                            launch.arguments = arguments
                            launch.environment = environment
                            launch.directory = directory
                            launch.log = files.log.rawValue
                            launch.inherited = files.filter?.rawValue ?? -1
                            // Bubblewrap makes directories that the server must pass; the server sets its own mask.
                            launch.mask = files.filter == nil ? 0o077 : 0o022
                            launch.only_port = files.filter == nil ? 0 : Int32(server.port)
                            launch.changes_user = changesUser ? 1 : 0
                            launch.user = account?.userID ?? 0
                            launch.group = account?.groupID ?? 0
                            launch.groups = groups.baseAddress
                            launch.group_count = groups.count
                            return body(&launch)
                        }
                    }
                }
            }
        }
    }

    private func environment(of server: ServerSpecification) -> [String] {
        var fixed = ["LANG": "C.UTF-8", "PATH": "/usr/local/bin:/usr/bin:/bin"]
        if let preloadLibrary {
            fixed["LD_PRELOAD"] = preloadLibrary.string
            if sandbox(of: server) != nil { fixed[PreloadLibrary.descent] = account?.descent }
        }
        return server.environment.merging(fixed) { $1 }.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
    }
}

/// Calls with a NULL-terminated array of C strings, as `execve` takes them.
private func withMutableCStrings<Result>(
    _ strings: [String],
    _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    let pointers = strings.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    return pointers.withUnsafeBufferPointer { buffer in
        guard let first = buffer.baseAddress else { preconditionFailure("an array with an element has an address") }
        return body(first)
    }
}
