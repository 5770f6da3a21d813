import Glibc
import Postgres
import SystemPackage
import Testing
import Tooling

/// A server of the newest installed version, with an empty cluster of its own, reached by a Unix socket.
struct ServerFixture {
    let directory: FilePath
    let installation: PostgresInstallation
    let account: Account?

    var dataDirectory: FilePath { directory.appending("data") }
    var parameters: ConnectionParameters {
        ConnectionParameters(host: directory.string, user: "postgres", database: "postgres")
    }

    /// Root may not run a server: the package's account does.
    static var account: Account? { Account.processIsRoot ? Account(named: "postgres") : nil }

    static func with(_ body: (ServerFixture) async throws -> Void) async throws {
        let directory = try makeTemporaryDirectory()
        defer { removeTree(directory) }
        if let account { try #require(chown(directory.string, account.userID, account.groupID) == 0) }
        let fixture = ServerFixture(
            directory: directory,
            installation: try await .newest(),
            account: account
        )
        try await ClusterInitialization().run(
            in: fixture.dataDirectory,
            installation: fixture.installation,
            account: account
        )
        try await fixture.run(body)
    }

    private func run(_ body: (ServerFixture) async throws -> Void) async throws {
        let control = Tool(installation.program("pg_ctl").string, account: account, workingDirectory: "/")
        let options = "-c listen_addresses= -c unix_socket_directories=\(directory) -c fsync=off"
        let log = directory.appending("log").string
        try await control.run(["start", "-w", "-D", dataDirectory.string, "-l", log, "-o", options])
        var failure: (any Error)?
        do { try await body(self) } catch { failure = error }
        try await control.run(["stop", "-w", "-m", "immediate", "-D", dataDirectory.string])
        if let failure { throw failure }
    }
}
