import Engine
import FoundationEssentials
import SystemPackage
import Testing

@testable import Daemon

@Suite struct ConfigurationDeskTests {
    private static let text = """
        server:
          verificationToken: "a-secret-token"   # token: not-shown
        # password: old-password
        databaseContainer: &db_container
          dockerImage: "postgresai/extended-postgres:16"
        databaseConfigs: &db_configs
          configs:
            shared_buffers: 1GB
        provision:
          <<: *db_container
        retrieval:
          spec:
            logicalDump:
              options:
                source:
                  connection:
                    host: db.example   # the source
                    port: 5433
                    password: source-password
                parallelJobs: 4
            logicalRestore:
              options:
                <<: *db_configs

        """

    private static let environment = ["PLACE": "s3://b/p"]

    private static func with(
        _ text: String = text,
        _ body: (ConfigurationDesk, FilePath, Recorder) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appending("server.yml")
            try Data(text.utf8).write(to: URL(filePath: file.string))
            let live = LiveConfiguration(
                try ServerConfiguration.load(file, environment: environment),
                file: file,
                environment: environment
            )
            let stages = try await live.follow { try $0.retrievalPlan().stages.map(\.name) }
            let recorder = Recorder(stages)
            try await body(ConfigurationDesk(live: live, retrieval: recorder), file, recorder)
        }
    }

    private static func projection(_ values: (String, ConfigurationValue)...) -> ConfigurationValue {
        values.reduce(.section(["retrievalMode": .text("logical")])) {
            $0.replacing($1.0.split(separator: ".").map(String.init)[...], with: $1.1)
        }
    }

    @Test func showsWhatCanBeChangedWithoutSecrets() async throws {
        try await Self.with { desk, _, _ in
            let shown = try await desk.projection()
            let options = "retrieval.spec.logicalDump.options"
            #expect(
                shown
                    == Self.projection(
                        ("databaseContainer.dockerImage", .text("postgresai/extended-postgres:16")),
                        ("databaseConfigs.configs", .section(["shared_buffers": .text("1GB")])),
                        (
                            "\(options).source.connection",
                            .section(["host": .text("db.example"), "port": .integer(5433)])
                        ),
                        ("\(options).parallelJobs", .integer(4)),
                        ("retrieval.spec.logicalRestore.options.configs", .section(["shared_buffers": .text("1GB")]))
                    )
            )
        }
    }

    @Test func aChangeKeepsCommentsAndStartsWhatWaited() async throws {
        try await Self.with { desk, file, retrieval in
            let source = "retrieval.spec.logicalDump.options.source.connection"
            let answer = try await desk.change(
                to: Self.projection(
                    ("\(source).host", .text("new.example")),
                    ("\(source).password", .text("a new one")),
                    ("retrieval.refresh.timetable", .text("0 3 * * *")),
                    ("global.debug", .flag(true)),
                    ("retrieval.spec.logicalDump.options.databases", .section(["shop": .section([:])]))
                )
            )
            #expect(answer.value(at: ["retrieval", "refresh", "timetable"]) == .text("0 3 * * *"))
            let text = try ConfigurationFile.text(of: file)
            #expect(text.contains("host: new.example   # the source\n"))
            #expect(text.contains("password: \"a new one\"\n"))
            #expect(text.contains("# password: old-password\n") && text.contains("<<: *db_configs"))
            let present = try await desk.live.configuration
            #expect(present.retrieval.jobs == ["logicalDump", "logicalRestore", "logicalSnapshot"])
            #expect(present.global.debug)
            #expect(present.retrieval.dump?.databases?["shop"] != nil)
            #expect(retrieval.started == 1)
            let backups = try ConfigurationFile.backups(of: file)
            let kept = try backups.map { try ConfigurationFile.text(of: $0.path) }
            #expect(kept == [Self.text])
            // The same again changes nothing, and writes nothing.
            _ = try await desk.change(to: answer)
            let again = try ConfigurationFile.text(of: file)
            #expect(again == text)
            let stillKept = try ConfigurationFile.backups(of: file)
            #expect(stillKept.count == 1)
            #expect(retrieval.started == 1)
        }
    }

    @Test(arguments: [
        (#"retrievalMode=x"#, "got \"x\""), ("retrievalMode=physical", "physicalRestore job is not enabled"),
        ("retrieval.spec.physicalRestore.options.tool=walg", "must not set physical-mode field"),
        ("server.port=1", "cannot be changed over the API"),
        ("global.debug=maybe", "`global.debug` must be true or false"),
        ("retrieval.refresh.timetable=soon", "retrieval.refresh.timetable"),
        ("retrieval.spec.logicalDump.options.customOptions=x", "must be a list of texts"),
        (
            "retrieval.spec.logicalDump.options.source.connectionString=postgres://u:p@h/d",
            "must not contain a password"
        ),
        ("retrieval.spec.logicalDump.options.source.connectionString=postgres://u@h,i/d", "single host"),
        ("retrieval.spec.logicalDump.options.source.connection.password=${HOME}", "must not contain ${…}"),
        ("retrieval.spec.logicalDump.options.parallelJobs=0", "parallelJobs"),
    ])
    func whatIsWrongIsNamedAndChangesNothing(_ setting: String, message: String) async throws {
        try await Self.with { desk, file, _ in
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            let error = await #expect(throws: EngineError.self) {
                try await desk.change(to: Self.projection((parts[0], .text(parts[1]))))
            }
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
            #expect(error?.message.contains(file.string) == false)
            let text = try ConfigurationFile.text(of: file)
            #expect(text == Self.text)
        }
    }

    private static let physical = """
        server: {verificationToken: "a-secret-token"}
        retrieval:
          jobs: [physicalRestore, physicalSnapshot]
          spec:
            physicalRestore:
              options:
                tool: walg   # as in production
                envs: {WALG_S3_PREFIX: "${PLACE}", AWS_SECRET_ACCESS_KEY: "hidden-key", AWS_REGION: "eu"}

        """

    @Test func physicalModeIsShownAndChanged() async throws {
        try await Self.with(Self.physical) { desk, file, _ in
            let options = ["retrieval", "spec", "physicalRestore", "options"]
            let shown = try await desk.projection()
            #expect(shown.value(at: ["retrievalMode"]) == .text("physical"))
            #expect(
                shown.value(at: (options + ["envs"])[...])
                    == .section([
                        "WALG_S3_PREFIX": .text("${PLACE}"), "AWS_SECRET_ACCESS_KEY": .text("****"),
                        "AWS_REGION": .text("eu"),
                    ])
            )
            var next = shown.replacing((options + ["envs", "AWS_REGION"])[...], with: .text("us"))
            next = next.replacing((options + ["sync", "enabled"])[...], with: .flag(true))
            _ = try await desk.change(to: next)
            let text = try ConfigurationFile.text(of: file)
            #expect(text.contains("tool: walg   # as in production\n") && !text.contains("****"))
            #expect(text.contains("${PLACE}"), "what comes back as it was shown stays")
            let present = try #require(try await desk.live.configuration.retrieval.spec?.physicalRestore?.options)
            #expect(present.envs?.mapValues(\.text)["AWS_SECRET_ACCESS_KEY"] == "hidden-key")
            #expect(present.envs?.mapValues(\.text)["AWS_REGION"] == "us")
            #expect(present.sync?.enabled == true && present.tool == .walg)
        }
    }

    @Test(arguments: [
        ("retrievalMode=logical", "cannot apply a logical config"),
        ("retrieval.spec.logicalDump.options.parallelJobs=2", "must not set logical-mode field"),
        ("retrieval.spec.physicalRestore.options.tool=magic", "tool"),
        ("retrieval.spec.physicalRestore.options.envs.A=${HOME}", "must not contain ${…}"),
        ("retrieval.spec.physicalRestore.options.envs.LD_PRELOAD=/x.so", "decides which code programs run"),
        ("retrieval.spec.physicalRestore.options.customTool.command=x", "cannot be changed over the API"),
    ])
    func whatIsWrongInPhysicalModeChangesNothing(_ setting: String, message: String) async throws {
        try await Self.with(Self.physical) { desk, file, _ in
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            let projection = Self.projection(("retrievalMode", .text("physical")), (parts[0], .text(parts[1])))
            let error = await #expect(throws: EngineError.self) { try await desk.change(to: projection) }
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
            let text = try ConfigurationFile.text(of: file)
            #expect(text == Self.physical)
        }
    }

    @Test func dangerousOptionsAreRefused() async throws {
        try await Self.with { desk, file, _ in
            let options = ConfigurationValue.list([.text("--file=/etc/x;y")])
            let projection = Self.projection(("retrieval.spec.logicalDump.options.customOptions", options))
            let error = await #expect(throws: EngineError.self) { try await desk.change(to: projection) }
            #expect(error?.message.contains("due to security reasons") == true)
            let text = try ConfigurationFile.text(of: file)
            #expect(text == Self.text)
        }
    }

    @Test func theOperatorMayForbidIt() async throws {
        let text = Self.text.replacing("server:\n", with: "server:\n  disableConfigModification: true\n")
        try await Self.with(text) { desk, _, _ in
            for action in [
                { _ = try await desk.change(to: Self.projection()) },
                { _ = try await desk.probe(url: "postgres://u@h/d", password: nil) },
            ] as [() async throws -> Void] {
                let error = await #expect(throws: EngineError.self) { try await action() }
                #expect(error?.message == "configuration management via UI/API disabled by admin")
            }
        }
    }

    @Test func theFileIsShownWithStars() async throws {
        try await Self.with { desk, _, _ in
            let text = try await desk.maskedText()
            for secret in ["a-secret-token", "source-password", "old-password", "not-shown"] {
                #expect(!text.contains(secret))
            }
            #expect(text.contains("verificationToken: \"****\"   # token: ****\n"))
            #expect(text.contains("host: db.example   # the source\n"))
            _ = try YAMLDocument.root(of: text, file: "server.yml")
        }
    }

    @Test(arguments: [
        (
            "server: {verificationToken: '${T}'}\nretrieval: {spec: {physicalRestore: {options: {envs: {A: b-secret}}}}}",
            ["${T}"], ["b-secret"]
        ),
        ("webhooks:\n  hooks:\n    - {url: http://h, secret: hidden}\n", ["http://h"], ["hidden"]),
        ("platform:\n  orgKey: |\n    hidden\n  url: x\n", ["url: x"], ["hidden"]),
    ])
    func whatLooksLikeASecretIsOne(_ text: String, _ shown: [String], _ hidden: [String]) throws {
        let masked = try MaskedConfiguration.text(of: text)
        #expect(shown.allSatisfy(masked.contains) && !hidden.contains(where: masked.contains), "\(masked)")
    }

    @Test func storedPasswordsGoNowhereElse() async throws {
        try await Self.with { desk, _, _ in
            let login = SourceLogin(
                host: "other",
                port: "5433",
                database: "d",
                user: "postgres",
                password: "",
                databases: []
            )
            let error = await #expect(throws: EngineError.self) { try await desk.test(login) }
            #expect(error?.message.contains("belongs to another server") == true)
        }
    }
}

/// Retrieval that waits as long as no stage is configured, and counts what it is asked for.
private final class Recorder: RetrievalControl {
    private let stages: Live<[String]>
    private let count = Live(0)

    init(_ stages: Live<[String]>) { self.stages = stages }

    var started: Int { count.value }

    func startRefresh(of pool: String?, isFull: Bool) throws -> Refresh {
        count.set(count.value + 1)
        return Refresh(pool: "pool", attempts: 1)
    }

    func cancelRefresh() {}
    func overview() -> RetrievalOverview {
        RetrievalOverview(mode: .logical, status: stages.value.isEmpty ? .pending : .inactive)
    }
    func synchronization() -> ReplicaStatus? { nil }
    func activity() -> RetrievalOverview.Activity? { nil }
}
