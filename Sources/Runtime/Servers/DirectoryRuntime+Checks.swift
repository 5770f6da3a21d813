import Glibc
import SystemPackage
import Tooling

extension DirectoryRuntime {
    /// PostgreSQL would say the same, but in more words and only in its log.
    func checkDataDirectory(_ server: ServerSpecification) throws {
        var status = stat()
        guard stat(server.dataDirectory.string, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw RuntimeError(.failedToStart, "Server \(server.id) has no data directory at \(server.dataDirectory).")
        }
        guard status.st_uid == userID else {
            let owner = account?.name ?? "user \(userID)"
            throw RuntimeError(
                .failedToStart,
                "The data directory \(server.dataDirectory) belongs to user \(status.st_uid), but \(owner) runs the servers. "
                    + "Run: chown -R \(owner) \(server.dataDirectory)"
            )
        }
        guard status.st_mode & 0o027 == 0 else {
            throw RuntimeError(
                .failedToStart,
                "The data directory \(server.dataDirectory) is open to others. Run: chmod 0700 \(server.dataDirectory)"
            )
        }
    }

    /// The kernel allows a socket's path 107 bytes; PostgreSQL's own message does not say how to get there.
    func checkSocketPath(_ server: ServerSpecification, in place: ServerDirectory) throws {
        let socket = place.sockets.appending(".s.PGSQL.\(server.port)")
        let length = socket.string.utf8.count
        guard length <= 107 else {
            throw RuntimeError(
                .unavailable,
                "The path of the Unix socket \(socket) has \(length) bytes, and the kernel allows 107. "
                    + "Configure a shorter directory than \(directory) for the servers."
            )
        }
        guard !place.path.string.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
            throw RuntimeError(.unavailable, "The directory \(directory) must not contain commas, quotes or line ends.")
        }
    }

    /// A server that runs already must be the one that is asked for.
    func requireMatch(_ known: ServerRecord, _ server: ServerSpecification) throws {
        guard known.matches(server) else {
            throw RuntimeError(
                .unavailable,
                "Server \(server.id) runs on \(known.dataDirectory), port \(known.port). Remove it first."
            )
        }
    }

    /// The failure of a server that was waited for long enough.
    func notReady(_ server: ServerSpecification, in place: ServerDirectory, from logStart: Int) -> RuntimeError {
        RuntimeError(
            .failedToStart,
            "Server \(server.id) accepts no connections after \(limits.start); it still runs.",
            log: place.logTail(lines: 20, from: logStart)
        )
    }
}
