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

    /// To a program of this machine by each of its addresses, to a neighbour, and to where clouds tell secrets.
    @Test func noConnectionBegins() async throws {
        try await Keeper.docker.withServer(listenAddresses: ["127.0.0.1"]) { laboratory, server in
            let other = try await laboratory.startedServer("b", listenAddresses: ["127.0.0.1"])
            let gateway = try await laboratory.output(of: Self.gateway, in: server)
            let own = try await laboratory.output(of: "hostname -i", in: server)
            let neighbour = try await laboratory.output(of: "hostname -i", in: other)
            #expect(gateway.split(separator: ".").count == 4 && own != neighbour)
            let machine = try Listener(port: RuntimeLaboratory.freePort(), address: INADDR_ANY)
            defer { machine.close() }
            for (host, port) in [
                (gateway, machine.port), (gateway, other.port), (neighbour, other.port), ("169.254.169.254", 80),
                ("192.0.2.1", 53), ("10.255.255.1", 80),
            ] {
                let attempt = "timeout 1 bash -c \"exec 3<>/dev/tcp/\(host)/\(port) && echo connected\""
                let said = try await laboratory.output(of: attempt, in: server)
                #expect(!said.contains("connected") && !said.contains("refused"), "\(host):\(port): \(said)")
            }
            // All of them can be reached from here.
            #expect(try await laboratory.value("SELECT 1", of: other) == "1")
        }
    }

    /// Docker answers questions for names in each network, and would ask outside.
    @Test func noQuestionForANameGoesOut() async throws {
        try await Keeper.docker.withServer { laboratory, server in
            let said = try await laboratory.output(of: "timeout 3 getent hosts secret.example.org; echo $?", in: server)
            #expect(said == "124" || said == "2", "\(said)")
        }
    }

    /// By the kernel's table of routes: the default one, its gateway in hexadecimal digits of reversed order.
    private static let gateway =
        "perl -lane 'print join q(.), map { hex } reverse unpack q((A2)4), $F[2] if $F[1] eq q(00000000)' /proc/net/route"
}
