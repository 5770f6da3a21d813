import FoundationEssentials
import Glibc
import Postgres
package import Runtime
package import SystemPackage
import Tooling

/// A Docker daemon of this test process, with images of the tested PostgreSQL; it ends with the process, however that ends.
package actor DockerForTests {
    package static let shared = DockerForTests()

    private var starting: Task<DockerClient, any Error>?

    /// The daemon, started when it is first asked for.
    package func client() async throws -> DockerClient {
        let task = starting ?? Task { try await Self.start() }
        starting = task
        return try await task.value
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
        runtime.barrier = try EgressBarrier.find()
        runtime.lockFileLibrary = try LockFileLibrary.install(in: directory.removingLastComponent())
        return runtime
    }

    private static func start() async throws -> DockerClient {
        let directory = FilePath("/var/tmp/dblab-docker-\(getpid())")
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        let pipe = directory.appending("ready")
        try expect(mkfifo(pipe.string, 0o600) == 0, "a pipe can be made")
        let major = try await TestedPostgres.installation().major
        let script = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("script/docker-for-tests")
        // Its input ends with this process. Nobody reads what it says otherwise.
        let input = popen("exec '\(script)' '\(directory)' \(major) >/dev/null 2>&1", "we")
        try expect(input != nil, "\(script) can be started")
        let answer = try await Tool("cat")(pipe.string)
        try expect(answer == "ready\n", "Docker can be started: \(answer)")
        return DockerClient(socket: directory.appending("docker.sock"))
    }
}
