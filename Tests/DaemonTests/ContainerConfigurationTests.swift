import Engine
import SystemPackage
import Testing

@testable import Daemon

@Suite struct ContainerConfigurationTests {
    private static let token = ServerConfiguration.token

    /// As DBLab's examples have it: an anchor that `provision` takes over.
    private static let anchored = """
        \(token)databaseContainer: &db_container
          dockerImage: "postgresai/extended-postgres:18-0.6.2"
          containerConfig:
            "shm-size": 1gb
        provision:
          <<: *db_container
          cloneAccessAddresses: "127.0.0.1"
        """

    @Test func aConfigurationOfDBLabNeedsOneLineMore() throws {
        let loaded = try ServerConfiguration.parse(Self.anchored + "\n  runtime: docker\n")
        let provision = loaded.configuration.provision
        #expect(provision.runtime == .docker)
        #expect(provision.dockerImage == "postgresai/extended-postgres:18-0.6.2")
        #expect(provision.containerConfig == ["shm-size": "1gb"])
        #expect(provision.dockerSocket == "/var/run/docker.sock")
        #expect(try loaded.configuration.cloningPolicy().runsInContainers)
        #expect(loaded.warnings.joined().contains("provision.") == false, "\(loaded.warnings)")
    }

    @Test func withoutItsImageHasNoEffectAndThatIsSaid() throws {
        let loaded = try ServerConfiguration.parse(Self.anchored)
        #expect(loaded.configuration.provision.runtime == .native)
        for key in ["provision.dockerImage", "provision.containerConfig"] {
            #expect(loaded.warnings.joined().contains(key), "\(key)")
        }
        #expect(loaded.warnings.joined().contains("provision.dockerHost") == false)
    }

    @Test(arguments: [
        ("runtime: podman", "`provision.runtime` must be one of native, docker, not \"podman\""),
        ("dockerHost: tcp://10.0.0.1:2375", "`provision.dockerHost` must be unix:// and the path of a Unix socket"),
        ("runtime: docker, dockerImage: \"\"", "`provision.dockerImage` must name an image such as postgres:16"),
        ("runtime: docker, containerConfig: {privileged: true}", "has privileged, which the engine decides itself"),
        ("runtime: docker, containerConfig: {memory: lots}", "has memory: \"lots\", which is not a size such as 1gb"),
        ("runtime: docker, containerConfig: {shmsize: 1gb}", "has shmsize, which is not known; there are blkio-weight"),
    ])
    func whatIsWrongIsNamedWithItsLine(_ keys: String, _ expected: String) throws {
        let problems = ServerConfiguration.problems(of: "\(Self.token)provision: {\(keys)}\n")
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("server.yml:2: ") == true)
        #expect(problems.first?.contains(expected) == true, "\(problems)")
    }
}
