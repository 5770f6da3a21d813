import Engine
import SystemPackage
import Testing

@testable import Daemon

/// A configuration of DBLab 4.2 with all sections works unchanged.
@Suite struct ReferenceConfigurationTests {
    private static let fixture = FilePath(#filePath).removingLastComponent().appending("Fixtures/server.yml")

    private static func load() throws -> ServerConfiguration.Loaded {
        try ServerConfiguration.load(
            fixture,
            environment: ["DBLAB_VERIFICATION_TOKEN": "from environment", "HOOK_SECRET": "hidden"]
        )
    }

    @Test func sectionsAreRead() throws {
        let configuration = try Self.load().configuration
        #expect(configuration.server.verificationToken == "from environment")
        #expect(configuration.server.host == "0.0.0.0")
        #expect(configuration.poolManager.mountDir == "/srv/dblab")
        #expect(configuration.retrieval.refresh.timetable == "0 0 * * 1")
        #expect(configuration.retrieval.jobs == ["logicalDump", "logicalRestore", "logicalSnapshot"])
        #expect(configuration.cloning.protectionMaxDurationMinutes == 10080)
        #expect(
            configuration.webhookReceivers == [
                Webhook(url: "https://example.com/hook", secret: "hidden", triggers: [.cloneCreate])
            ]
        )
    }

    @Test func dumpOptionsAreRead() throws {
        let dump = try #require(try Self.load().configuration.retrieval.dump)
        #expect(dump.source?.type == .remote)
        #expect(dump.source?.connection?.port == Scalar("5433"))
        #expect(dump.source?.connection?.password == Scalar("0123$x"), "a password is taken as it is written")
        #expect(dump.parallelJobs == 4)
        #expect(dump.databases?.byName.keys.sorted() == ["crm", "shop"])
        #expect(dump.databases?["shop"]?.excludeTables == ["public.log"])
        #expect(dump.immediateRestore?.configs?["shared_buffers"] == Scalar("1GB"))
        #expect(dump.customOptions == nil)
    }

    @Test func mergedSettingsKeepTheirWords() throws {
        let retrieval = try Self.load().configuration.retrieval
        let expected: [String: Scalar] = [
            "shared_buffers": "1GB", "shared_preload_libraries": "pg_stat_statements, auto_explain",
            "log_connections": "on", "fsync": "off", "random_page_cost": "1.10", "max_connections": "0100",
        ]
        #expect(retrieval.restore?.configs == expected, "two merge keys in one section")
        #expect(retrieval.snapshot?.configs == expected)
        #expect(retrieval.restore?.ignoreErrors == true)
        #expect(retrieval.restore?.customOptions == ["--no-tablespaces", "--no-owner"])
        #expect(retrieval.snapshot?.databaseRename == ["shop": "shop_copy"])
        #expect(
            retrieval.snapshot?.dataPatching?.queryPreprocessing?.inline == "UPDATE users SET email = 'x';\n"
        )
    }

    @Test func oneWarningNamesWhatHasNoEffect() throws {
        let warnings = try Self.load().warnings
        #expect(warnings.count == 1)
        for key in [
            "platform.orgKey", "embeddedUI.enabled", "provision.dockerImage",
        ] {
            #expect(warnings.first?.contains(key) == true, "\(key)")
        }
        for key in ["portPool", "maxIdleMinutes", "timetable", "skipStartRefresh", "checkIntervalMinutes"] {
            #expect(warnings.first?.contains(key) == false, "\(key)")
        }
    }

    @Test func theExampleForUsersIsValid() throws {
        let root = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
        let loaded = try ServerConfiguration.load(
            root.appending("configs/server.example.yml"),
            environment: ["DBLAB_VERIFICATION_TOKEN": "t", "SOURCE_PASSWORD": "p"]
        )
        #expect(loaded.warnings.isEmpty)
        #expect(loaded.configuration.retrieval.dump?.source?.connection?.password == Scalar("p"))
    }
}
