import FoundationEssentials
import Glibc
import Postgres
package import Runtime
package import SystemPackage
import Tooling

/// A Docker daemon of this test process, with images of the tested PostgreSQL; it ends with the process, however that ends.
package actor DockerForTests {
    package static let shared = DockerForTests()
    /// One that may be stopped.
    package static let fragile = DockerForTests()

    private var starting: Task<Daemon, any Error>?

    /// The script that holds the daemon, and does what it is told.
    private struct Daemon: @unchecked Sendable {
        let directory: FilePath
        let input: UnsafeMutablePointer<FILE>
    }

    /// The daemon, started when it is first asked for.
    package func client() async throws -> DockerClient {
        DockerClient(socket: try await daemon().directory.appending("docker.sock"))
    }

    /// Stops the daemon and all containers with it, and starts it again when `body` has ended.
    package func restart(whileAway body: () async throws -> Void) async throws {
        let daemon = try await daemon()
        try await Self.tell("stop", daemon)
        var failure: (any Error)?
        do { try await body() } catch { failure = error }
        try await Self.tell("start", daemon)
        if let failure { throw failure }
    }

    private func daemon() async throws -> Daemon {
        let task = starting ?? Task { try await Self.start() }
        starting = task
        return try await task.value
    }

    private static func tell(_ command: String, _ daemon: Daemon) async throws {
        fputs(command + "\n", daemon.input)
        fflush(daemon.input)
        try await hear(daemon)
    }

    private static func hear(_ daemon: Daemon) async throws {
        let answer = try await Tool("cat")(daemon.directory.appending("ready").string)
        try expect(answer == "ready\n", "Docker does what it is told: \(answer)")
    }

    /// An image made as the official one is: `postgres` with its programs in `PATH`.
    package static let image = "dblab-test/postgres:{major}"
    /// An image that starts the server by itself, from the variables that DBLab sets.
    package static let startingImage = "dblab-test/starter:{major}"
    /// An image without PostgreSQL.
    package static let emptyImage = "dblab-test/empty:{major}"

    /// A runtime as the engine makes it.
    package func runtime(in directory: FilePath, image: String = DockerForTests.image) async throws -> DockerRuntime {
        var runtime = try DockerRuntime(
            directory: directory,
            account: ClusterTemplate.account,
            docker: try await client(),
            image: image
        )
        runtime.closesNetwork = true
        runtime.preloadLibrary = try PreloadLibrary.install(in: directory.removingLastComponent())
        return runtime
    }

    private static func start() async throws -> Daemon {
        let directory = FilePath("/var/tmp/dblab-docker-\(getpid())-\(UInt32.random(in: 0...UInt32.max))")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        try expect(mkfifo(directory.appending("ready").string, 0o600) == 0, "a pipe can be made")
        let major = try await TestedPostgres.installation().major
        let script = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("script/docker-for-tests")
        let command = ["'\(script)'", "'\(directory)'", "\(major)"]
        // Its input ends with this process, and so does the daemon; in a session of its own, so that it can clean up.
        let input = popen("exec setsid \(command.joined(separator: " ")) >/dev/null 2>&1", "we")
        guard let input else { throw Violation(description: "\(script) can be started") }
        let daemon = Daemon(directory: directory, input: input)
        try await hear(daemon)
        return daemon
    }
}
