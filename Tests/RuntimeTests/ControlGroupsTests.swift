import FoundationEssentials
import Glibc
import Postgres
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

@testable import Runtime

/// What a superuser of a clone can take of the machine, with the kernel's own control groups.
@Suite(.enabled(if: Account.processIsRoot)) struct ControlGroupsTests {
    @Test func memoryIsLimitedAndTheServerSurvives() async throws {
        try await Self.with(ResourceLimits(memory: 200 << 20)) { laboratory, server in
            let neighbour = try await laboratory.startedServer("b")
            // Some program of the sandbox is killed: this one, or whoever started it.
            let balloon = "SELECT length(string_agg(repeat('x', 1000000), '')) FROM generate_series(1, 900)"
            await #expect(throws: PostgresError.self) { _ = try await laboratory.value(balloon, of: server) }
            #expect(try await laboratory.value("SELECT 1", of: neighbour) == "1")
            // It comes back by itself, or is started again as by the engine; meanwhile it recovers.
            try await laboratory.runtime.start(server)
            while (try? await laboratory.value("SELECT 1", of: server)) != "1" { await Task.yield() }
        }
    }

    @Test func aForkBombStaysSmallAndGoesWithItsServer() async throws {
        try await Self.with(ResourceLimits(processes: 64)) { laboratory, server in
            let neighbour = try await laboratory.startedServer("b")
            let connection = try await laboratory.connection(to: server)
            // The shell that begins it may itself be refused a process, and then says so.
            _ = try? await connection.query(
                "COPY (SELECT 1) TO PROGRAM 'cat >/dev/null; b() { b & b & sleep 1000; }; b >/dev/null 2>&1 & sleep 0.2'"
            )
            let group = try Self.group(of: server, in: laboratory, "pids")
            // How often somebody was refused another process.
            while try Self.number("pids.events", in: group) == 0 { await Task.yield() }
            #expect(try Self.number("pids.current", in: group) <= 64)
            #expect(try await laboratory.value("SELECT 1", of: neighbour) == "1")
            try await laboratory.runtime.remove(server.id, mode: .immediate)
            #expect(access(group.string, F_OK) != 0)
            await connection.close()
        }
    }

    @Test func processorsAreLimited() async throws {
        try await Self.with(ResourceLimits(processors: 0.25)) { laboratory, server in
            let group = try Self.group(of: server, in: laboratory, "cpu")
            #expect(try Self.number("cpu.cfs_quota_us", in: group) == 25_000)
            let process = try laboratory.processID(of: server)
            let members = try SmallFile.read(group.appending("cgroup.procs"), limit: 1 << 20)
            #expect(members.split(separator: "\n").contains("\(process)"))
        }
    }

    @Test func whatAnEngineLeftIsTakenOver() async throws {
        try await Self.with(ResourceLimits(processes: 100)) { laboratory, server in
            let group = try Self.group(of: server, in: laboratory, "pids")
            let next = try await laboratory.makeRuntime()
            try await next.start(server)
            #expect(access(group.string, F_OK) == 0)
            try await next.remove(server.id, mode: .fast)
            #expect(access(group.string, F_OK) != 0)
            // With the last server goes what was made for all of them.
            #expect(access(group.removingLastComponent().string, F_OK) != 0)
        }
    }

    /// Data that nobody has touched start without waiting for the kernel; the limits hold before anybody can connect.
    @Test(arguments: [nil, NativeRuntime.Effect.groupMade, .processStarted, .processRecorded], [false, true])
    func whatIsNotForeignJoinsWhileItStarts(_ crash: NativeRuntime.Effect?, waits: Bool) async throws {
        try await Self.with(ResourceLimits(processes: 100), waits: waits) { laboratory, other in
            let group = try Self.group(of: other, in: laboratory, "pids").removingLastComponent().appending("b")
            var server = try await laboratory.specification("b")
            server.limits = other.limits
            server.isForeign = false
            var engine = try #require(try await laboratory.makeRuntime() as? NativeRuntime)
            engine.failpoint = { if $0 == crash { throw Crash() } }
            if crash == nil {
                try await engine.start(server)
                #expect(try engine.hasWaited(server) == waits)
            } else {
                await #expect(throws: Crash.self) { try await engine.start(server) }
            }
            if crash != nil {
                #expect(try await laboratory.runtime.state(of: server.id) != .running)
                try await laboratory.runtime.start(server)
            }
            #expect(try await laboratory.runtime.state(of: server.id) == .running)
            let process = try laboratory.processID(of: server)
            let family = try #require(try ServerProcess(processID: process)).family.map(\.processID)
            let members = try SmallFile.read(group.appending("cgroup.procs"), limit: 1 << 20).split(separator: "\n")
            #expect(family.count > 3 && family.allSatisfy { members.contains("\($0)") })
        }
    }

    @Test func groupsWithoutServersAreRemoved() async throws {
        try await Self.with(ResourceLimits(processes: 100)) { laboratory, server in
            let group = try Self.group(of: server, in: laboratory, "pids")
            let groups = try #require((laboratory.runtime as? NativeRuntime)?.controlGroups)
            let orphan = try #require(ServerID("orphan"))
            _ = try groups.make(orphan, server.limits)
            try await groups.removeOrphans(besides: [server.id])
            #expect(access(group.removingLastComponent().appending("orphan").string, F_OK) != 0)
            #expect(access(group.string, F_OK) == 0)
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
        }
    }

    private struct Crash: Error {}

    @Test func withoutLimitsThereIsNoGroup() async throws {
        try await Self.with(ResourceLimits()) { laboratory, server in
            let membership = try SmallFile.read(
                FilePath("/proc/\(laboratory.processID(of: server))/cgroup"),
                limit: 1 << 16
            )
            #expect(!membership.contains("dblab"))
        }
    }

    /// Version 2 as the kernel documents it: no controller of this machine belongs to it, so a plain directory plays it.
    @Test func versionTwoIsWrittenAsTheKernelWantsIt() async throws {
        let root = FilePath("/tmp/dblab-cgroup-\(UUID().uuidString.prefix(8))")
        #expect(mkdir(root.string, 0o700) == 0)
        defer { try? FileManager.default.removeItem(atPath: root.string) }
        var mounts = ControlGroupMounts(mounts: "")
        mounts.unified = root
        let groups = ControlGroups(mounts: mounts, directory: "/servers")
        let id = try #require(ServerID("a"))
        let limits = ResourceLimits(memory: 1 << 30, processors: 1.5, processes: 500)
        let files = try groups.make(id, limits)
        #expect(files.count == 1)
        let group = try #require(files.first).removingLastComponent()
        #expect(group.starts(with: root.appending("dblab")) && group.lastComponent == "a")
        let values = [
            "cpu.max": "150000 100000", "memory.max": "1073741824", "memory.swap.max": "0", "pids.max": "500",
        ]
        for (file, value) in values {
            #expect(try SmallFile.read(group.appending(file), limit: 100) == value)
        }
        for parent in [root, root.appending("dblab"), group.removingLastComponent()] {
            #expect(try SmallFile.read(parent.appending("cgroup.subtree_control"), limit: 100).hasPrefix("+"))
        }
    }
}

extension ControlGroupsTests {
    private static func with(
        _ limits: ResourceLimits,
        waits: Bool = false,
        _ body: (RuntimeLaboratory, ServerSpecification) async throws -> Void
    ) async throws {
        try await RuntimeLaboratory.with { directory in
            var runtime = try await NativeRuntime.tested(in: directory, hasLibrary: waits, waits: waits)
            runtime.controlGroups = try ControlGroups.find(directory: directory)
            return runtime
        } _: { laboratory in
            var server = try await laboratory.specification()
            server.limits = limits
            try await laboratory.runtime.start(server)
            try await body(laboratory, server)
        }
    }

    /// The group that a server is in, as the kernel tells.
    private static func group(
        of server: ServerSpecification,
        in laboratory: RuntimeLaboratory,
        _ controller: String
    ) throws -> FilePath {
        let text = try SmallFile.read(FilePath("/proc/\(laboratory.processID(of: server))/cgroup"), limit: 1 << 16)
        let line = try #require(text.split(separator: "\n").first { $0.contains(":\(controller):") })
        let path = try #require(line.split(separator: ":").last)
        return FilePath("/sys/fs/cgroup/\(controller)").appending(String(path.dropFirst()))
    }

    private static func number(_ name: String, in group: FilePath) throws -> Int {
        let text = try SmallFile.read(group.appending(name), limit: 100)
        return try #require(Int(text.filter { $0.isNumber }))
    }
}
