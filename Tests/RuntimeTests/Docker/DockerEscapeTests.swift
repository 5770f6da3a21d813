import FoundationEssentials
import Glibc
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

/// Ways out of a container that a sandbox of the machine does not have.
@Suite struct DockerEscapeTests {
    @Test func nothingOfTheMachineIsSeen() async throws {
        try await Keeper.docker.withServer { laboratory, server in
            let other = try await laboratory.startedServer("b")
            let secret = FilePath("/tmp/dblab-secret-\(UUID().uuidString)")
            try Data("secret".utf8).write(to: URL(filePath: secret.string))
            defer { unlink(secret.string) }
            let socket = try await DockerForTests.shared.client().socket
            for path in [other.dataDirectory, secret, socket] {
                let said = try await laboratory.output(of: "ls -d \(path)", in: server)
                #expect(said.contains("No such file"), "\(path): \(said)")
            }
            let names = try await laboratory.output(of: "ls /proc", in: server).split(separator: " ")
            #expect(names.compactMap { Int32($0) }.count < 32)
            #expect(try await laboratory.output(of: "cat /proc/1/comm", in: server) == "postgres")
        }
    }

    /// To programs of this machine, and to where clouds tell secrets.
    @Test func noConnectionBegins() async throws {
        try await Keeper.docker.withServer(listenAddresses: ["127.0.0.1"]) { laboratory, server in
            let other = try await laboratory.startedServer("b", listenAddresses: ["127.0.0.1"])
            let interfaces = try await laboratory.output(of: "grep -c : /proc/net/dev", in: server)
            #expect(interfaces == "1", "there is more than the loopback interface")
            let machine = try Listener(port: RuntimeLaboratory.freePort(), address: INADDR_ANY)
            defer { machine.close() }
            for (host, port) in [
                ("127.0.0.1", machine.port), ("127.0.0.1", other.port), ("169.254.169.254", 80), ("192.0.2.1", 53),
            ] {
                let attempt = "timeout 1 bash -c \"exec 3<>/dev/tcp/\(host)/\(port) && echo connected\""
                let said = try await laboratory.output(of: attempt, in: server)
                #expect(!said.contains("connected"), "\(host):\(port): \(said)")
            }
            // All of them can be reached from here.
            #expect(try await laboratory.value("SELECT 1", of: other) == "1")
        }
    }

    @Test func noQuestionForANameGoesOut() async throws {
        try await Keeper.docker.withServer { laboratory, server in
            let said = try await laboratory.output(of: "timeout 3 getent hosts secret.example.org; echo $?", in: server)
            #expect(said == "2", "\(said)")
        }
    }

    /// The sockets of clients are the machine's: code of a superuser's own makes nothing else of them.
    @Test func aClientsSocketBecomesNoOtherConnection() async throws {
        try await Keeper.docker.withServer(listenAddresses: ["127.0.0.1"]) { laboratory, server in
            let machine = try Listener(port: RuntimeLaboratory.freePort(), address: INADDR_ANY)
            defer { machine.close() }
            let library = server.dataDirectory.appending("attack.so")
            try await SocketAttack.compile(to: library)
            let local = try await laboratory.connection(to: server)
            _ = try await local.query("ALTER ROLE postgres PASSWORD 'known'")
            _ = try await local.query(
                "CREATE FUNCTION public.attack(int, int) RETURNS int LANGUAGE c AS '\(library)', 'attack'"
            )
            await local.close()
            let client = try await Connection(
                ConnectionParameters(
                    host: "127.0.0.1",
                    port: server.port,
                    user: "postgres",
                    password: "known",
                    database: "postgres"
                )
            )
            for attack in SocketAttack.allCases {
                let answer = try await client.query("SELECT public.attack(\(attack.rawValue), \(machine.port))").first?
                    .first
                let errors = [EPERM, EACCES].map { "\($0)" }
                #expect(errors.contains(answer.flatMap(\.self) ?? ""), "\(attack): \(answer ?? "")")
            }
            await client.close()
        }
    }
}
