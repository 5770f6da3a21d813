import FoundationEssentials
import Glibc
import StubEngine
import SystemPackage
import Testing
import Tooling

@testable import CLI

@Suite struct PortForwardTests {
    @Test func theTunnelIsWhatSSHTakes() throws {
        var settings = EnvironmentSettings(url: "http://engine.internal:2345/api")
        settings.forwarding.serverURL = "ssh://neal@gate.example:2222"
        settings.forwarding.identityFile = "/keys/id"
        let engine = try ForwardedEngine(settings)
        let options = [
            "-N", "-T", "-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes", "-o", "ServerAliveInterval=30",
        ]
        #expect(
            engine.tunnel().arguments
                == options + [
                    "-L", "127.0.0.1:2345:engine.internal:2345", "-p", "2222", "-i", "/keys/id", "--",
                    "neal@gate.example",
                ]
        )
        #expect(engine.tunnel(to: 6000, localPort: 6001).arguments.contains("127.0.0.1:6001:engine.internal:6000"))
        #expect(engine.url(at: 7000) == "http://127.0.0.1:7000/api")
        settings.forwarding.localPort = "9000"
        #expect(try ForwardedEngine(settings).tunnel().localPort == 9000)
    }

    @Test(arguments: [
        "", "http://x", "ssh://", "ssh://-oProxyCommand=x", "ssh://a@-b", "ssh://h/path", "ssh://u:p@h", "a b",
    ])
    func otherServersAreRefused(text: String) {
        #expect(throws: CommandError.self) { _ = try ForwardingServer(text) }
    }

    @Test func withoutAServerTheVariableIsNamed() async throws {
        try await DBLabProgram.with { dblab in
            let run = try await dblab("port-forward", "--url", "http://127.0.0.1:1")
            #expect(run.status == 2 && run.error.contains("DBLAB_CLI_FORWARDING_SERVER_URL"))
        }
    }

    @Test func whatSSHSaysIsSaid() async throws {
        try await DBLabProgram.with { dblab in
            let port = try LocalPort.free()
            let run = try await dblab(
                "port-forward",
                "--url",
                "http://127.0.0.1:\(port)",
                "--forwarding-server-url",
                "ssh://127.0.0.1:1"
            )
            #expect(run.status == 1 && run.error.contains("127.0.0.1"))
            #expect(run.error.contains("refused"))
        }
    }

    @Test func aTakenPortIsNamed() async throws {
        try await StubEngine.with { _ in
            .json(200, "{}")
        } _: { stub in
            try await DBLabProgram.with { dblab in
                let run = try await dblab("port-forward", "--url", stub.url, "--forwarding-server-url", "ssh://h")
                #expect(run.status == 1 && run.error.contains("is taken"))
            }
        }
    }
}
