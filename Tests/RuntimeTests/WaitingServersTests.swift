import FoundationEssentials
import Glibc
import Postgres
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

@testable import Runtime

/// Servers that were loaded before there was anything to serve.
@Suite(.enabled(if: Account.processIsRoot, "only root shows directories to a server that waits"))
struct WaitingServersTests {
    private struct Crash: Error {}

    private func withLaboratory(_ body: (RuntimeLaboratory, NativeRuntime) async throws -> Void) async throws {
        try await RuntimeLaboratory.with { directory in
            try await NativeRuntime.tested(in: directory, waits: true)
        } _: { laboratory in
            try await body(laboratory, try #require(laboratory.runtime as? NativeRuntime))
        }
    }

    @Test func oneThatWaitedIsLikeAnyOther() async throws {
        try await withLaboratory { laboratory, runtime in
            let server = try await laboratory.startedServer(listenAddresses: ["127.0.0.1"])
            #expect(try runtime.hasWaited(server))
            let process = try laboratory.processID(of: server)
            let place = runtime.serverDirectory(of: server.id)
            let words = try SmallFile.read(FilePath("/proc/\(process)/cmdline"), limit: 8192).split(separator: "\0")
            #expect(words.dropFirst().starts(with: place.arguments(for: server).map { Substring($0) }))
            for number in [1, 2] {
                #expect(FileIdentity(FilePath("/proc/\(process)/fd/\(number)")) == FileIdentity(place.log))
            }
            #expect(try await laboratory.value("SHOW port", of: server) == "\(server.port)")
        }
    }

    /// PostgreSQL writes it where the arguments stand, and has as much room as they have.
    @Test func whatASessionDoesIsShown() async throws {
        try await withLaboratory { laboratory, runtime in
            let server = try await laboratory.startedServer()
            let connection = try await laboratory.connection(to: server)
            let name = String(repeating: "n", count: 60)
            try await connection.execute("CREATE DATABASE \(name)")
            let place = runtime.socketDirectory(of: server.id).string
            let session = try await Connection(
                ConnectionParameters(host: place, port: server.port, user: "postgres", database: name)
            )
            let pid = try #require(
                try await connection.query("SELECT pid FROM pg_stat_activity WHERE datname = '\(name)'").first?.first
                    ?? nil
            )
            let inside = "cat /proc/\(pid)/cmdline | tr -d '\\000'"
            #expect(
                try await laboratory.output(of: inside, in: server).hasPrefix("postgres: postgres \(name) [local] idle")
            )
            await session.close()
            await connection.close()
        }
    }

    @Test(arguments: NativeRuntime.Effect.allCases)
    func nextEngineGoesOnAfterCrash(at effect: NativeRuntime.Effect) async throws {
        try await withLaboratory { laboratory, runtime in
            let server = try await laboratory.specification()
            var doomed = runtime
            doomed.failpoint = { if $0 == effect { throw Crash() } }
            let crashing = doomed
            await #expect(throws: Crash.self) {
                try await crashing.start(server)
                try await crashing.remove(server.id, mode: .immediate)
            }
            try await laboratory.runtime.start(server)
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            let process = try laboratory.processID(of: server)
            try await laboratory.runtime.remove(server.id, mode: .immediate)
            #expect(!laboratory.isRunning(process))
            #expect(try ServerProcess.strays(in: server.dataDirectory, of: runtime.userID).isEmpty)
        }
    }

    @Test func theyEndWithTheEngine() async throws {
        try await withLaboratory { laboratory, runtime in
            let (_, kind) = try await self.kind(runtime, laboratory)
            var waiting: WaitingServer? = try #require(runtime.waitingServers?.take(kind))
            let family = try #require(waiting?.process.family.compactMap { try ProcessHandle($0) })
            #expect(family.count == 3)
            waiting = nil
            for process in family { #expect(await process.waitForEnd(within: .seconds(30))) }
        }
    }

    @Test func thoseOfAReplacedPackageAreNotTaken() async throws {
        try await withLaboratory { laboratory, runtime in
            let (_, kind) = try await self.kind(runtime, laboratory)
            let servers = try #require(runtime.waitingServers)
            var other = kind
            other.readable.append("/etc/hostname")
            #expect(servers.take(other) == nil)
            var newer = kind
            newer.files = [nil, nil]
            #expect(servers.take(newer) == nil)
            #expect(servers.take(kind) == nil)
        }
    }

    /// The next ones are made once none is left, and not before.
    @Test func thereAreMoreOnceNoneIsLeft() async throws {
        try await withLaboratory { laboratory, runtime in
            let servers = try #require(runtime.waitingServers)
            for name in ["a", "b", "c"] {
                #expect(try runtime.hasWaited(try await laboratory.startedServer(name)))
                await servers.settled()
            }
        }
    }

    @Test func withoutOneAServerIsStartedFromTheBeginning() async throws {
        try await withLaboratory { laboratory, runtime in
            let (_, kind) = try await self.kind(runtime, laboratory)
            let servers = try #require(runtime.waitingServers)
            while servers.take(kind) != nil {}
            let server = try await laboratory.startedServer("b")
            #expect(try !runtime.hasWaited(server))
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
        }
    }

    /// As where the kernel does not show it its directories: it is tried once, and everything is as before.
    @Test func whereTheyCannotBeginTheyAreGivenUp() async throws {
        try await withLaboratory { laboratory, runtime in
            let (server, kind) = try await self.kind(runtime, laboratory)
            var failing = runtime
            let record = runtime.serverDirectory(of: server.id)
            failing.failpoint = { effect in
                guard effect == .processRecorded, let process = try record.record()?.process,
                    try record.record()?.waited == true
                else { return }
                for child in try process.children { kill(child.processID, SIGKILL) }
                while try !process.children.isEmpty { sched_yield() }
            }
            try await failing.start(server)
            #expect(try !runtime.hasWaited(server))
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            await runtime.waitingServers?.settled()
            #expect(runtime.waitingServers?.take(kind) == nil)
        }
    }

    private func kind(_ runtime: NativeRuntime, _ laboratory: RuntimeLaboratory) async throws
        -> (ServerSpecification, WaitingServer.Kind)
    {
        let server = try await laboratory.specification("a")
        return (server, try #require(runtime.kind(of: server, try await runtime.installation(for: server))))
    }
}
