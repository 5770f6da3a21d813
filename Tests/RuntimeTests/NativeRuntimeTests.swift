import FoundationEssentials
import Glibc
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

@Suite struct NativeRuntimeTests {
    private struct Crash: Error {}

    private func withLaboratory(_ body: (RuntimeLaboratory) async throws -> Void) async throws {
        try await RuntimeLaboratory.with { directory in
            try NativeRuntime(directory: directory, account: ClusterTemplate.account)
        } _: { laboratory in
            try await body(laboratory)
        }
    }

    private func nativeRuntime(of laboratory: RuntimeLaboratory) async throws -> NativeRuntime {
        try #require(try await laboratory.makeRuntime() as? NativeRuntime)
    }

    @Test(arguments: NativeRuntime.Effect.allCases)
    func nextEngineGoesOnAfterCrash(at effect: NativeRuntime.Effect) async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.specification()
            var crashing = try await nativeRuntime(of: laboratory)
            crashing.failpoint = { if $0 == effect { throw Crash() } }
            let doomed = crashing
            await #expect(throws: Crash.self) {
                try await doomed.start(server)
                try await doomed.remove(server.id, mode: .immediate)
            }
            try await laboratory.runtime.start(server)
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            let process = try laboratory.processID(of: server)
            try await laboratory.runtime.remove(server.id, mode: .immediate)
            #expect(!laboratory.isRunning(process))
            #expect(try await laboratory.runtime.inventory().isEmpty)
            #expect(processes(in: server.dataDirectory).isEmpty)
        }
    }

    @Test func crashedStartIsRemoved() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            let process = try laboratory.processID(of: server)
            // As if the engine had died between starting the process and recording it.
            try forgetProcess(of: server, in: laboratory)
            #expect(try await laboratory.runtime.state(of: server.id) == .running)
            try await laboratory.runtime.remove(server.id, mode: .immediate)
            #expect(!laboratory.isRunning(process))
        }
    }

    @Test func recycledNumberIsNotSignalled() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            try await laboratory.killServer(server)
            try await InnocentProcess.with { innocent in
                try replaceInRecord(
                    "\"processID\":[0-9]+",
                    by: "\"processID\":\(innocent.id)",
                    of: server,
                    in: laboratory
                )
                #expect(try await laboratory.runtime.state(of: server.id) == .stopped)
                try await laboratory.runtime.remove(server.id, mode: .immediate)
            }
        }
    }

    @Test func forgedPostmasterFileHarmsNobody() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            let file = server.dataDirectory.appending(PostmasterFile.name)
            let text = try SmallFile.read(file, limit: 4096)
            try await laboratory.killServer(server)
            try forgetProcess(of: server, in: laboratory)
            // It even works in the data directory, as a program started from SQL would.
            try await InnocentProcess.with(workingIn: server.dataDirectory) { innocent in
                let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
                let forged = (["\(innocent.id)"] + lines.dropFirst().map(String.init)).joined(separator: "\n")
                try Data(forged.utf8).write(to: URL(filePath: file.string))
                #expect(try await laboratory.runtime.state(of: server.id) == .stopped)
                try await laboratory.runtime.start(server)
                #expect(try await laboratory.value("SELECT 1", of: server) == "1")
                try await laboratory.runtime.remove(server.id, mode: .immediate)
            }
        }
    }

    @Test func frozenServerIsKilledWithItsFamily() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            var runtime = try await nativeRuntime(of: laboratory)
            runtime.limits.immediateStop = .milliseconds(200)
            kill(try laboratory.processID(of: server), SIGSTOP)
            try await runtime.remove(server.id, mode: .immediate)
            #expect(processes(in: server.dataDirectory).isEmpty)
            #expect(try await runtime.state(of: server.id) == nil)
        }
    }

    @Test(.enabled(if: Account.processIsRoot, "only root runs servers under another account"))
    func programsStartedFromSQLEndWithTheServer() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            let connection = try await laboratory.connection(to: server)
            try await connection.execute(
                "COPY (SELECT 1) TO PROGRAM 'cat; setsid sleep 1000 >/dev/null 2>&1 & cd base && setsid sleep 1000 >/dev/null 2>&1 &'"
            )
            let strays = strays(in: server.dataDirectory)
            #expect(!strays.isEmpty)
            try await laboratory.runtime.remove(server.id, mode: .fast)
            for stray in strays { #expect(!laboratory.isRunning(stray), "process \(stray) outlived its server") }
            #expect(self.strays(in: server.dataDirectory).isEmpty)
        }
    }

    @Test func serversAreDetached() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            let process = try laboratory.processID(of: server)
            let status = try SmallFile.read(FilePath("/proc/\(process)/stat"), limit: 4096)
            let fields = try #require(status.split(separator: ")").last).split(separator: " ")
            #expect(Int32(fields[1]) != getpid())
            #expect(Int32(fields[3]) != getsid(0))
            let output = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/1")
            #expect(output.hasSuffix("/servers/a/server.log"))
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd").compactMap { name in
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\(name)")
            }
            let allowed = [
                "/servers/a/server.log", laboratory.directory.string, "socket:", "pipe:", "anon_inode:", "/dev/null",
            ]
            for target in open { #expect(allowed.contains { target.contains($0) }, "the server got \(target) open") }
        }
    }

    @Test func logsRotate() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            let runtime = try await nativeRuntime(of: laboratory)
            try await runtime.rotateLogs(above: 1 << 20)
            #expect(await runtime.logTail(of: server.id, lines: 50).contains { $0.contains("ready to accept") })
            try await runtime.rotateLogs(above: 1)
            #expect(await runtime.logTail(of: server.id, lines: 50).isEmpty)
            let connection = try await laboratory.connection(to: server)
            try await connection.execute("DO $$ BEGIN RAISE LOG 'after'; END $$")
            let tail = await runtime.logTail(of: server.id, lines: 50)
            #expect(tail.first?.contains("after") == true)
            let older = laboratory.directory.appending("servers/a/server.log.1")
            #expect(try SmallFile.read(older, limit: 1 << 20).contains("ready to accept"))
        }
    }

    @Test func remediesAreNamed() async throws {
        try await withLaboratory { laboratory in
            var server = try await laboratory.specification()
            let long = FilePath("/tmp/" + String(repeating: "long", count: 25))
            let runtime = try NativeRuntime(directory: long, account: ClusterTemplate.account)
            let tooLong = server
            let error = await #expect(throws: RuntimeError.self) { try await runtime.start(tooLong) }
            #expect(error?.message.contains("Configure a shorter directory") == true)

            try Data("12\n".utf8).write(to: URL(filePath: server.dataDirectory.appending("PG_VERSION").string))
            let missing = server
            let absent = await #expect(throws: RuntimeError.self) { try await laboratory.runtime.start(missing) }
            #expect(absent?.code == .notInstalled)
            #expect(absent?.message.contains("postgresql-12") == true)

            server.dataDirectory = laboratory.directory
            chmod(server.dataDirectory.string, 0o755)
            let foreign = server
            let refused = await #expect(throws: RuntimeError.self) { try await laboratory.runtime.start(foreign) }
            #expect(refused?.message.contains("Run: ch") == true)
        }
    }

    @Test(.enabled(if: Account.processIsRoot, "only root can name accounts"))
    func rootNeedsAnAccount() throws {
        #expect(throws: RuntimeError.self) { try NativeRuntime(directory: "/tmp/none", account: nil) }
        #expect(throws: RuntimeError.self) {
            try NativeRuntime(directory: "/tmp/none", account: Account(named: "root"))
        }
    }
}

extension NativeRuntimeTests {
    private func replaceInRecord(
        _ pattern: String,
        by replacement: String,
        of server: ServerSpecification,
        in laboratory: RuntimeLaboratory
    ) throws {
        let record = laboratory.directory.appending("servers/\(server.id)/server.json")
        let text = try SmallFile.read(record, limit: 65536)
        let changed = text.replacing(try Regex(pattern), with: replacement)
        try #require(changed != text)
        try Data(changed.utf8).write(to: URL(filePath: record.string))
    }

    /// Leaves the record as it is between the plan and the process.
    private func forgetProcess(of server: ServerSpecification, in laboratory: RuntimeLaboratory) throws {
        let record = laboratory.directory.appending("servers/\(server.id)/server.json")
        let text = "{\"dataDirectory\":\"\(server.dataDirectory)\",\"port\":\(server.port)}"
        try Data(text.utf8).write(to: URL(filePath: record.string))
    }

    /// Programs other than PostgreSQL that work in a directory or below.
    private func strays(in directory: FilePath) -> [pid_t] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { number in
            let links = ["cwd", "exe"].map {
                (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/\($0)")) ?? ""
            }
            return FilePath(links[0]).starts(with: directory) && !links[1].hasSuffix("/postgres")
        }
    }

    private func processes(in directory: FilePath) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")) == directory.string
        }
    }
}
