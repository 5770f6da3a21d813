import FoundationEssentials
import Glibc
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

/// What a superuser reaches who runs programs in a sandboxed server: his own files, and nothing else.
@Suite struct SandboxTests {
    @Test(arguments: Keeper.native)
    func otherProcessesAreNotSeen(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            #expect(try await laboratory.output(of: "cat /proc/1/comm", in: server) == "bwrap")
            let names = try await laboratory.output(of: "ls /proc", in: server).split(separator: " ")
            let own = names.compactMap { Int32($0) }
            #expect(own.contains(2))
            // Those of the machine are many more, and this very test is among them.
            #expect(!own.contains(getpid()) || getpid() < 64)
            #expect(own.count < 32)
        }
    }

    @Test(arguments: Keeper.native)
    func otherFilesAreNotSeen(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let other = try await laboratory.startedServer("b")
            let secret = FilePath("/tmp/dblab-secret-\(UUID().uuidString)")
            try Data("secret".utf8).write(to: URL(filePath: secret.string))
            defer { unlink(secret.string) }
            for path in [other.dataDirectory, secret, "/etc/shadow", "/root", "/home", "/var", "/sys", "/run"] {
                let said = try await laboratory.output(of: "ls -d \(path)", in: server)
                #expect(said.contains("No such file"), "\(path): \(said)")
            }
            #expect(try await laboratory.output(of: "ls \(server.dataDirectory)/..", in: server) == "a")
        }
    }

    @Test(arguments: Keeper.native)
    func noConnectionLeavesIt(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let port = RuntimeLaboratory.freePort()
            let listener = try Listener(port: port)
            defer { listener.close() }
            for target in ["tcp/127.0.0.1/\(port)", "udp/127.0.0.1/53", "tcp/169.254.169.254/80"] {
                let said = try await laboratory.output(
                    of: "timeout 5 bash -c \"exec 3<>/dev/\(target) && echo connected\"",
                    in: server
                )
                #expect(said.contains("Permission denied") || said.contains("not supported"), "\(target): \(said)")
            }
        }
    }

    @Test(arguments: Keeper.native)
    func portsOfOthersAreNotTaken(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let port = RuntimeLaboratory.freePort()
            let script =
                "use IO::Socket::INET; IO::Socket::INET->new(Listen => 1, LocalAddr => q(127.0.0.1), LocalPort => \(port))"
                + " ? print q(listens) : print qq(refused: $!)"
            let said = try await laboratory.output(of: "perl -e '\(script)'", in: server)
            #expect(said == (Sandbox.limitsPorts ? "refused: Permission denied" : "listens"))
        }
    }

    @Test(arguments: Keeper.native)
    func sandboxThatIsKilledTakesItsServerAlong(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let process = try laboratory.processID(of: server)
            let status = try SmallFile.read(FilePath("/proc/\(process)/status"), limit: 4096)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("PPid:") })
            let parent = try #require(line.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) })
            #expect(kill(parent, SIGKILL) == 0)
            while laboratory.isRunning(process) { await Task.yield() }
            try await laboratory.runtime.start(server)
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
        }
    }
}
