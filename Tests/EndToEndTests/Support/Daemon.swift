import API
import Foundation
import Glibc
import SystemPackage
import Testing

/// A running `dblab-server` of a site.
final class Daemon: Sendable {
    let site: Site
    let program: SpawnedProgram
    let client: Client

    /// - Parameter launcher: a program and its arguments that end in running another, such as `setpriv …`.
    init(on site: Site, failpoint: String?, launcher: [String] = []) throws {
        self.site = site
        let command = launcher + [Programs.server.string, "--config", site.configurationFile.string]
        program = try SpawnedProgram(
            FilePath(command[0]),
            Array(command.dropFirst()),
            environment: failpoint.map { ["DBLAB_FAILPOINT": $0] } ?? [:]
        )
        client = try Client(ClientConfiguration(url: site.url, token: Site.token))
    }

    /// Asks after each line that the daemon says, until it answers.
    func waitUntilReady() async throws {
        let version: EngineVersion? = try await program.first { try? await client.version() }
        guard version == nil else { return }
        throw DaemonFailure(reason: "it ended before it was ready", log: await program.lastWords())
    }

    /// Ends it as a crash of the machine's software would; its clones live on.
    func kill() async {
        program.send(SIGKILL)
        await program.end()
    }

    /// Ends it as an operator would.
    /// - Returns: its exit status.
    func stop() async -> Int32 {
        program.send(SIGTERM)
        return await program.end()
    }

    /// Waits until it killed itself at its failpoint.
    func expectDeath(_ comment: Comment) async {
        let status = await program.end()
        #expect(status & 0x7f == SIGKILL, comment)
    }

    func close() async throws {
        await kill()
        await client.shutDown()
    }
}

/// A daemon that did not do what it must.
struct DaemonFailure: Error, CustomStringConvertible {
    let reason: String
    let log: [String]

    var description: String { "\(reason); its last lines:\n\(log.suffix(30).joined(separator: "\n"))" }
}
