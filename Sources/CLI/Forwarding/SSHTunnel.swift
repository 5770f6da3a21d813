import Tooling

/// A local port that the program `ssh` forwards to a port at, or behind, the SSH server.
struct SSHTunnel: Sendable {
    var server: ForwardingServer
    var identityFile: String
    var localPort: Int
    /// The host as the SSH server knows it.
    var remoteHost: String
    var remotePort: Int

    /// Unlike DBLab, host keys are verified, as the user's own `ssh` does; nothing is asked for.
    var arguments: [String] {
        var arguments = [
            "-N", "-T", "-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes", "-o", "ServerAliveInterval=30",
            "-L", "127.0.0.1:\(localPort):\(remoteHost):\(remotePort)",
        ]
        if let port = server.port { arguments += ["-p", "\(port)"] }
        if !identityFile.isEmpty { arguments += ["-i", identityFile] }
        return arguments + ["--", server.destination]
    }

    /// Runs `body` once the tunnel is open, and closes the tunnel when it ends or the program is interrupted.
    /// - Throws: ``CommandError`` if the tunnel cannot be opened, or breaks.
    func run(within limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
        guard LocalPort(localPort).isFree else {
            throw CommandError.failed("the local port \(localPort) is taken: free it, or pass --forwarding-local-port")
        }
        let interruption = Interruption()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await runSSH() }
            group.addTask { await interruption.wait() }
            group.addTask {
                try await LocalPort(localPort).opened(within: limit)
                try await body()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func runSSH() async throws {
        do {
            _ = try await Tool("ssh", timeLimit: nil).runForErrors(arguments)
        } catch let failure as ToolFailure {
            let words = failure.output.isEmpty ? failure.reason : failure.output
            throw CommandError.failed("the SSH tunnel by \(server.destination) failed: \(words)")
        }
        throw CommandError.failed("the SSH tunnel by \(server.destination) was closed by the server")
    }
}
