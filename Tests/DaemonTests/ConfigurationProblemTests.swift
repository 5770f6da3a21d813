import FoundationEssentials
import SystemPackage
import Testing

@testable import Daemon

@Suite struct ConfigurationProblemTests {
    private static let token = ServerConfiguration.token

    @Test(arguments: [
        (
            "server:\n  verificationToken: t\n  prot: 1\n",
            "server.yml:3: unknown key `server.prot`; did you mean `server.port`?"
        ),
        ("serverr:\n  port: 1\n\(token)", "server.yml:1: unknown key `serverr`; did you mean `server`?"),
        (
            "\(token)provision:\n  portPool: {form: 1}\n",
            "server.yml:3: unknown key `provision.portPool.form`; did you mean `provision.portPool.from`?"
        ),
        ("\(token)mountDir: /x\n", "server.yml:2: unknown key `mountDir`; did you mean `poolManager.mountDir`?"),
        ("\(token)completelyDifferent: 1\n", "server.yml:2: unknown key `completelyDifferent`"),
        ("\(token)webhooks: {hooks: [{uri: x}]}", "server.yml:2: unknown key `webhooks.hooks.[].uri`"),
    ])
    func unknownKeysAreNamed(text: String, expected: String) {
        #expect(ServerConfiguration.problems(of: text) == [expected])
    }

    @Test(arguments: [
        (
            "server: {verificationToken: t, port: abc}",
            "server.yml:1: `server.port` must be a whole number from 1 to 65535, not \"abc\""
        ),
        (
            "server: {verificationToken: t, port: 0}",
            "server.yml:1: `server.port` must be a whole number from 1 to 65535, not \"0\""
        ),
        (
            "server: {verificationToken: t, port: 99999999999999999999}",
            "server.yml:1: `server.port` must be a whole number from 1 to 65535, not \"99999999999999999999\""
        ),
        (
            "server: {verificationToken: t, port: [1]}",
            "server.yml:1: `server.port` must be a whole number from 1 to 65535"
        ),
        (
            "server: {verificationToken: t, port: 2345.5}",
            "server.yml:1: `server.port` must be a whole number from 1 to 65535, not \"2345.5\""
        ),
        (
            "\(token)cloning:\n  maxIdleMinutes: -1",
            "server.yml:3: `cloning.maxIdleMinutes` must be a whole number from 0 to 1000000000, not \"-1\""
        ),
        ("\(token)global: {debug: 1}", "server.yml:2: `global.debug` must be true or false, not \"1\""),
        (
            "\(token)poolManager: {driver: ext4}",
            "server.yml:2: `poolManager.driver` must be one of auto, btrfs, zfs, reflink, copy, not \"ext4\""
        ),
        (
            "\(token)retrieval: {jobs: logicalDump}",
            "server.yml:2: `retrieval.jobs` must be a list, not \"logicalDump\""
        ),
        ("\(token)retrieval: 5", "server.yml:2: `retrieval` must be a section"),
        (
            "\(token)databaseConfigs: {configs: [a]}",
            "server.yml:2: `databaseConfigs.configs` must be names with values"
        ),
        ("\(token)webhooks: {hooks: 1}", "server.yml:2: `webhooks.hooks` must be a list of sections"),
        ("just text", "server.yml:1: must contain sections such as `server:`"),
        ("server: {verificationToken: [hidden]}", "server.yml:1: `server.verificationToken` must be text"),
    ])
    func wrongTypesAreNamed(text: String, expected: String) {
        #expect(ServerConfiguration.problems(of: text).first == expected)
    }

    @Test(arguments: [
        ("provision: {portPool: {from: 7000, to: 6000}}", "`provision.portPool.to` must not be less than"),
        ("provision: {cloneAccessAddresses: \"127.0.0.1, nowhere\"}", "has \"nowhere\", which is no IP address"),
        ("poolManager: {mountDir: relative}", "`poolManager.mountDir` must be an absolute path"),
        ("poolManager: {selectedPool: ../x}", "`poolManager.selectedPool` must be the name of a directory"),
        ("global: {stateDirectory: ''}", "`global.stateDirectory` must be an absolute path"),
        (
            "retrieval: {jobs: [logicalDump, physicalRestore]}",
            "`retrieval.jobs` must not mix logical and physical jobs"
        ),
        ("retrieval: {jobs: [logicalDump, logicalDump]}", "`retrieval.jobs` names a job twice"),
    ])
    func rulesAreNamed(text: String, expected: String) {
        let problems = ServerConfiguration.problems(of: Self.token + text)
        #expect(problems.count == 1)
        #expect(problems.first?.contains(expected) == true, "\(problems)")
        #expect(problems.first?.hasPrefix("server.yml:2: ") == true, "\(problems)")
    }

    @Test func tlsNeedsBothFiles() {
        let problems = ServerConfiguration.problems(of: "server: {verificationToken: t, tls: {certificate: /c.pem}}")
        #expect(problems == ["server.yml: `server.tls.key` is missing: TLS needs certificate and key"])
    }

    @Test func allProblemsAreToldAtOnce() {
        #expect(ServerConfiguration.problems(of: "server: {port: x}\nglobal: {debug: x}\nfoo: 1").count == 3)
    }

    @Test(arguments: [
        ("server: {port: 1, port: 2}", "server.yml:1: the key `port` is given twice"),
        ("\"<<\": {}\nx: 1\n\"<<\": {}", "server.yml:1: the key `<<` is given twice"),
        ("x: {<<: {}, port: 1, <<: {}, port: 2}", "server.yml:1: the key `port` is given twice"),
        ("server: [", "is not YAML"),
        ("a: b: c", "is not YAML"),
        ("\tserver: 1", "is not YAML"),
        ("a: *nowhere", "is not YAML: found undefined alias"),
        ("a: 1\n---\nb: 2", "is not YAML: but found another document"),
        ("a: \u{1}", "is not YAML"),
    ])
    func textsThatAreNotYAMLAreOneLine(text: String, expected: String) {
        let problems = ServerConfiguration.problems(of: text)
        #expect(problems.count == 1)
        #expect(problems.first?.contains(expected) == true, "\(problems)")
        #expect(problems.first?.contains("\n") == false)
    }

    @Test func hostileTextsEndInAProblem() {
        let depth = String(repeating: "[", count: 20_000)
        let steps = (0..<2000).map { String(repeating: " ", count: $0) + "a:" }.joined(separator: "\n")
        let names = (1...30).map { "x-\($0): &a\($0) {a: *a\($0 - 1), b: *a\($0 - 1)}" }.joined(separator: "\n")
        let bomb = "x-0: &a0 {c: 1}\n\(names)\nplatform: *a30\nwebhooks: *a30\n"
        for text in [depth, "a: \(depth)", steps, bomb, "? [a]\n: 1\n", "1: 2", "!!binary x: y", "\u{FEFF}a: 1"] {
            let problems = ServerConfiguration.problems(of: text)
            #expect(!problems.isEmpty)
            #expect(problems.allSatisfy { !$0.contains("another error") }, "\(problems)")
        }
    }

    @Test func mergesOfMergesEndInAProblem() {
        let names = (1...30).map { "x-\($0): &a\($0) {<<: [*a\($0 - 1), *a\($0 - 1)]}" }.joined(separator: "\n")
        let text = "\(Self.token)x-0: &a0 {c: 1}\n\(names)\nprovision: {<<: *a30}\n"
        #expect(
            ServerConfiguration.problems(of: text) == [
                "server.yml: has too many values: its aliases (`*name`) stand for too much"
            ]
        )
        let cycle = ServerConfiguration.problems(of: "\(Self.token)x-a: &a {b: *a}")
        #expect(cycle.first?.contains("undefined alias") == true, "\(cycle)")
    }

    @Test func tooManyMergeKeysInOneSectionAreNamed() {
        let merges = String(repeating: "  <<: *a\n", count: 200)
        let problems = ServerConfiguration.problems(of: "\(Self.token)x-a: &a {}\nprovision:\n\(merges)")
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix("the key `<<` is given twice") == true, "\(problems)")
    }

    @Test func filesThatCannotBeReadAreOneLine() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appending("server.yml")
            #expect(throws: ConfigurationError("\(file): cannot be read: No such file or directory")) {
                try ServerConfiguration.load(file)
            }
            #expect(throws: ConfigurationError("\(directory): is a directory; name the file in it")) {
                try ServerConfiguration.load(directory)
            }
            try Data([0x61, 0xFF, 0xFE]).write(to: URL(filePath: file.string))
            #expect(throws: ConfigurationError("\(file): is not text in UTF-8")) { try ServerConfiguration.load(file) }
            try Data(count: ConfigurationFile.sizeLimit + 1).write(to: URL(filePath: file.string))
            #expect(throws: ConfigurationError("\(file): is larger than 1024 KiB; this cannot be a configuration")) {
                try ServerConfiguration.load(file)
            }
            #expect(throws: ConfigurationError("/dev/null: is not a regular file")) {
                try ServerConfiguration.load("/dev/null")
            }
        }
    }
}
