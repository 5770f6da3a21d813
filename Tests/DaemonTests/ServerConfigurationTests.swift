import Engine
import Testing

@testable import Daemon

@Suite struct ServerConfigurationTests {
    @Test func documentWithoutKeysHasDefaults() throws {
        let configuration = try ServerConfiguration.parse(ServerConfiguration.token).configuration
        #expect(configuration.server.host == "127.0.0.1")
        #expect(configuration.server.port == 2345)
        #expect(configuration.provision.addresses == ["127.0.0.1"])
        #expect(configuration.provision.portPool == .init(from: 6000, to: 6099))
        #expect(configuration.cloning.minPasswordEntropyBits == 0)
        #expect(configuration.poolManager.driver == "auto")
        #expect(configuration.retrieval.jobs.isEmpty)
        #expect(configuration.retrieval.dump == nil)
        #expect(!configuration.server.tls.isEnabled)
    }

    @Test func nullSectionsHaveDefaults() throws {
        let text = "\(ServerConfiguration.token)retrieval:\n  jobs:\n  spec:\ncloning: ~\nprovision: {portPool: null}\n"
        let configuration = try ServerConfiguration.parse(text).configuration
        #expect(configuration.provision.portPool.from == 6000)
        #expect(configuration.cloning.accessHost == "localhost")
    }

    @Test func emptyTextLacksOnlyTheToken() {
        for text in ["", "# nothing\n", "---\n", "~"] {
            let problems = ServerConfiguration.problems(of: text)
            #expect(problems.count == 1)
            #expect(problems.first?.contains("`server.verificationToken` is empty: set it") == true)
        }
    }

    @Test func tokenMayBeLeftOutOnPurpose() {
        #expect(ServerConfiguration.problems(of: "server: {allowNoToken: yes}").isEmpty)
    }

    @Test(arguments: [("true", true), ("yes", true), ("On", true), ("no", false), ("OFF", false), ("n", false)])
    func truthsAreThoseOfYAML11(word: String, expected: Bool) throws {
        let loaded = try ServerConfiguration.parse("\(ServerConfiguration.token)global: {debug: \(word)}")
        #expect(loaded.configuration.global.debug == expected)
    }

    @Test(arguments: [
        "{<<: *a, to: 7009, <<: *b}", "{ <<: *a , to: 7009,\n    << : *b }", "\n    <<: *a\n    to: 7009\n    <<: *b",
        "{<<: {<<: *a, <<: *b}, to: 7009}", "{<<: {x: \"\u{2028}\u{1F600}\"}, <<: *a, to: 7009, <<: *b}",
    ])
    func sectionsMayHaveSeveralMergeKeys(section: String) throws {
        let anchors = "x-a: &a {from: 7000}\r\nx-b: &b {from: 8000, to: 8009}\n"
        let text = "\(ServerConfiguration.token)\(anchors)provision:\n  portPool: \(section)\n"
        let loaded = try ServerConfiguration.parse(text)
        #expect(loaded.configuration.provision.portPool == .init(from: 7000, to: 7009))
    }

    @Test func settingsKeepTheirWords() throws {
        let text = """
            \(ServerConfiguration.token)
            databaseConfigs:
              configs: {fsync: off, log_connections: on, a: yes, b: 010, c: 1.10, d: 1e3, e: 0x1F, f: "", g: , h: 'off'}
            provision:
              configs: {fsync: on}
            """
        let configuration = try ServerConfiguration.parse(text).configuration
        #expect(
            configuration.databaseConfigs.configs == [
                "fsync": "off", "log_connections": "on", "a": "yes", "b": "010", "c": "1.10", "d": "1e3", "e": "0x1F",
                "f": "", "h": "off",
            ]
        )
        #expect(configuration.provision.configs == ["fsync": "on"])
    }

    @Test func databaseConfigsAreTheBaseAndProvisionTheOverrides() throws {
        let text = """
            \(ServerConfiguration.token)
            databaseConfigs: {configs: {work_mem: 1MB, fsync: off}}
            provision: {configs: {work_mem: 2MB}}
            """
        let policy = try ServerConfiguration.parse(text).configuration.cloningPolicy()
        #expect(policy.settings == ["work_mem": "1MB", "fsync": "off"])
        #expect(policy.overrides == ["work_mem": "2MB"])
    }

    @Test func cloningPolicyFollows() throws {
        let text = """
            \(ServerConfiguration.token)
            global: {database: {username: boss, dbname: main}}
            provision: {portPool: {from: 7000, to: 7001}, cloneAccessAddresses: "127.0.0.1, [::1]"}
            cloning: {accessHost: db.example.com, maxIdleMinutes: 5, protectionMaxDurationMinutes: 9, minPasswordEntropyBits: 60}
            """
        let policy = try ServerConfiguration.parse(text).configuration.cloningPolicy()
        #expect(policy.ports.bounds == 7000...7001)
        #expect(policy.listenAddresses == ["127.0.0.1", "::1"])
        #expect(policy.adminUser == "boss")
        #expect(policy.adminDatabase == "main")
        #expect(policy.accessHost == "db.example.com")
        #expect(policy.maxIdleMinutes == 5)
        #expect(policy.protectionMaxMinutes == 9)
        #expect(policy.minPasswordEntropyBits == 60)
    }

    @Test func emptyAddressesMeanAll() throws {
        let text = "\(ServerConfiguration.token)provision: {cloneAccessAddresses: \"\"}"
        #expect(try ServerConfiguration.parse(text).configuration.provision.addresses == ["0.0.0.0", "::"])
    }

    @Test func pausesBetweenAttemptsDouble() throws {
        let text =
            "\(ServerConfiguration.token)retrieval: {refresh: {attempts: 4, backoffSeconds: 10}, jobs: [logicalDump]}"
        let policy = try ServerConfiguration.parse(text).configuration.refreshPolicy
        #expect(policy.retryDelays == [.seconds(10), .seconds(20), .seconds(40)])
    }

    @Test(arguments: [(0, Int.max), (3, 3)])
    func snapshotsAreKept(given: Int, expected: Int) throws {
        let text = "\(ServerConfiguration.token)retention: {snapshots: \(given)}"
        #expect(try ServerConfiguration.parse(text).configuration.lifetimePolicy.retention.limit == expected)
    }
}
