import FoundationEssentials
import Glibc
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

/// What may happen to Docker and its containers besides what every runtime must bear.
@Suite struct DockerRuntimeTests {
    private struct Crash: Error {}

    @Test(arguments: DockerRuntime.Effect.allCases)
    func whateverACrashLeavesTheNextEngineEnds(_ effect: DockerRuntime.Effect) async throws {
        try await Self.withLaboratory { laboratory in
            let runtime = try #require(try await laboratory.makeRuntime() as? DockerRuntime)
            var crashing = runtime
            crashing.failpoint = { if $0 == effect { throw Crash() } }
            let server = try await laboratory.specification(listenAddresses: ["127.0.0.1"])
            do { try await crashing.start(server) } catch is Crash {}
            try await runtime.start(server)
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            do { try await crashing.remove(server.id, mode: .fast) } catch is Crash {}
            try await runtime.remove(server.id, mode: .fast)
            #expect(try await runtime.inventory().isEmpty)
            #expect(try await runtime.containers().isEmpty)
            #expect(PostmasterFile(inDataDirectory: server.dataDirectory) == nil)
            // The port is free again.
            (try Listener(port: server.port)).close()
        }
    }

    @Test func anImageThatIsMissingIsNamed() async throws {
        try await Self.withLaboratory(image: "dblab-test/nowhere:{major}") { laboratory in
            let server = try await laboratory.specification()
            let error = await #expect(throws: RuntimeError.self) { try await laboratory.runtime.start(server) }
            #expect(error?.code == .notInstalled)
            #expect(error?.message.contains("dblab-test/nowhere:") == true)
            #expect(error?.message.contains("provision.dockerImage") == true)
            #expect(try await laboratory.runtime.state(of: server.id) == .stopped)
        }
    }

    @Test func anImageWithoutPostgresIsNamed() async throws {
        try await Self.withLaboratory(image: DockerForTests.emptyImage) { laboratory in
            let server = try await laboratory.specification()
            let error = await #expect(throws: RuntimeError.self) { try await laboratory.runtime.start(server) }
            #expect(error?.code == .failedToStart)
            #expect(error?.log.contains { $0.contains("there is no postgres of version") } == true, "\(error as Any)")
        }
    }

    @Test func anImageOfAnotherVersionIsNamed() async throws {
        try await Self.withLaboratory { laboratory in
            let server = try await laboratory.specification()
            try Data("9\n".utf8).write(to: URL(filePath: server.dataDirectory.appending("PG_VERSION").string))
            let major = try await TestedPostgres.installation().major
            let place = laboratory.directory.appending("servers")
            let runtime = try await DockerForTests.shared.runtime(in: place, image: "dblab-test/postgres:\(major)")
            let error = await #expect(throws: RuntimeError.self) { try await runtime.start(server) }
            #expect(error?.message.contains("PostgreSQL 9") == true, "\(error as Any)")
        }
    }

    @Test func aDaemonThatIsAwayIsNamed() async throws {
        try await RuntimeLaboratory.with { directory in
            try DockerRuntime(
                directory: directory,
                account: ClusterTemplate.account,
                docker: DockerClient(socket: directory.appending("no.sock")),
                image: DockerForTests.image
            )
        } _: { laboratory in
            let server = try await laboratory.specification()
            let error = await #expect(throws: RuntimeError.self) { try await laboratory.runtime.start(server) }
            #expect(error?.code == .unavailable)
            #expect(error?.message.contains("Docker does not answer at") == true)
            #expect(error?.message.contains("provision.dockerHost") == true)
        }
    }

    @Test func aServerOfTheMachineIsTakenOver() async throws {
        try await Self.withLaboratory { laboratory in
            let server = try await laboratory.specification()
            let native = try NativeRuntime(
                directory: laboratory.directory.appending("servers"),
                account: ClusterTemplate.account,
                searchPaths: TestedPostgres.searchPaths
            )
            try await native.start(server)
            let first = try laboratory.processID(of: server)
            #expect(try await laboratory.runtime.state(of: server.id) == .stopped)
            try await laboratory.runtime.start(server)
            #expect(!laboratory.isRunning(first))
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            // And back.
            let second = try laboratory.processID(of: server)
            #expect(try await native.state(of: server.id) == .stopped)
            try await native.start(server)
            #expect(!laboratory.isRunning(second))
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            try await native.remove(server.id, mode: .immediate)
        }
    }

    @Test func containersWithoutADirectoryGo() async throws {
        try await Self.withLaboratory { laboratory in
            let runtime = try #require(laboratory.runtime as? DockerRuntime)
            let server = try await laboratory.startedServer()
            let other = try await laboratory.startedServer("b")
            let process = try laboratory.processID(of: server)
            let place = laboratory.directory.appending("servers/a").string
            try FileManager.default.moveItem(atPath: place, toPath: place + ".gone")
            try await runtime.removeOrphans()
            #expect(!laboratory.isRunning(process))
            #expect(try await laboratory.value("SELECT 1", of: other) == "1")
        }
    }

    /// As without a sandbox on the machine: superusers' clones are refused, and others are reached all the same.
    @Test(arguments: [true, false])
    func withoutSandboxOrLibraryAServerIsReachedOnTheMachinesNetwork(hasLibrary: Bool) async throws {
        try await Self.withLaboratory { laboratory in
            var runtime = try #require(laboratory.runtime as? DockerRuntime)
            if hasLibrary { runtime.closesNetwork = false } else { runtime.preloadLibrary = nil }
            let server = try await laboratory.specification(listenAddresses: ["127.0.0.1"])
            try await runtime.start(server)
            _ = try await laboratory.value("ALTER ROLE postgres PASSWORD 'known'", of: server)
            let client = try await Connection(
                ConnectionParameters(
                    host: "127.0.0.1",
                    port: server.port,
                    user: "postgres",
                    password: "known",
                    database: "postgres"
                )
            )
            #expect(try await client.query("SELECT 1") == [["1"]])
            await client.close()
        }
    }

    @Test func limitsReachTheKernel() async throws {
        try await Self.withLaboratory { laboratory in
            var server = try await laboratory.specification()
            server.limits = ResourceLimits(memory: 300 << 20, processors: 0.5, processes: 100)
            try await laboratory.runtime.start(server)
            let process = try laboratory.processID(of: server)
            let groups = try SmallFile.read(FilePath("/proc/\(process)/cgroup"), limit: 1 << 16)
            #expect(groups.contains("docker"))
            let value = try await laboratory.output(
                of: "for i in 1 2 3 4 5 6 7 8 9; do for j in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1 & done; done; wait",
                in: server
            )
            #expect(value.contains("Resource temporarily unavailable") || value.contains("Cannot fork"), "\(value)")
        }
    }

    @Test func aMemoryBalloonEndsInItsOwnContainer() async throws {
        try await Self.withLaboratory { laboratory in
            let neighbour = try await laboratory.startedServer("b")
            var server = try await laboratory.specification()
            server.limits = ResourceLimits(memory: 200 << 20)
            try await laboratory.runtime.start(server)
            let balloon = "SELECT length(string_agg(repeat('x', 1000000), '')) FROM generate_series(1, 900)"
            await #expect(throws: PostgresError.self) { _ = try await laboratory.value(balloon, of: server) }
            #expect(try await laboratory.value("SELECT 1", of: neighbour) == "1")
            // As the engine would, if the server itself was killed; else it recovers.
            try await laboratory.runtime.start(server)
            while (try? await laboratory.value("SELECT 1", of: server)) != "1" { await Task.yield() }
        }
    }

    static func withLaboratory(
        image: String = DockerForTests.image,
        _ body: (RuntimeLaboratory) async throws -> Void
    ) async throws {
        let docker = DockerForTests.shared
        try await RuntimeLaboratory.with({ try await docker.runtime(in: $0, image: image) }, body)
    }
}
