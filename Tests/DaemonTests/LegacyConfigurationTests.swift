import Engine
import Testing

@testable import Daemon

/// Keys of DBLab that mean nothing here, or something only in older versions, do not keep a file from loading.
@Suite struct LegacyConfigurationTests {
    private static func parse(_ text: String) throws -> ServerConfiguration.Loaded {
        try ServerConfiguration.parse(ServerConfiguration.token + text, environment: ["SECRET": "s"])
    }

    private static func dump(_ options: String) -> String {
        "retrieval: {jobs: [logicalDump], spec: {logicalDump: {options: {\(options)}}}}"
    }

    @Test(arguments: [
        ("global: {telemetry: {enabled: true}}", "global.telemetry.enabled"),
        (
            "retrieval: {spec: {logicalSnapshot: {options: {schedule: 0 * * * *}}}}",
            "retrieval.spec.logicalSnapshot.options.schedule"
        ),
        (
            "retrieval: {spec: {physicalRestore: {options: {tool: walg, sync: {recovery: {a: b}}}}}}",
            "retrieval.spec.physicalRestore.options.sync.recovery"
        ),
        (
            "retrieval: {spec: {physicalSnapshot: {options: {promotion: {recovery: {a: b}}}}}}",
            "retrieval.spec.physicalSnapshot.options.promotion.recovery"
        ),
    ])
    func keysWithoutEffectAreWarnedOf(text: String, key: String) throws {
        #expect(try Self.parse(text).warnings == ["server.yml: these keys have no effect here: \(key)"])
    }

    @Test func dumpsMayIgnoreErrors() throws {
        let loaded = try Self.parse(Self.dump("ignoreErrors: true"))
        #expect(loaded.configuration.retrieval.dump?.ignoreErrors == true)
        #expect(loaded.warnings.isEmpty)
    }

    @Test(arguments: ["", "source: ,", "source: {},"])
    func connectionBesideNoSourceIsThatOfTheSource(source: String) throws {
        let loaded = try Self.parse(
            Self.dump("\(source) connection: {host: db, port: 5433, dbname: shop, username: u, password: '${SECRET}'}")
        )
        let connection = loaded.configuration.retrieval.dump?.source?.connection
        #expect(connection?.host == "db")
        #expect(connection?.port == Scalar("5433"))
        #expect(connection?.dbname == "shop")
        #expect(connection?.username == "u")
        #expect(connection?.password == Scalar("s"))
        #expect(loaded.warnings.isEmpty)
    }

    @Test func sourceWinsOverConnection() throws {
        let loaded = try Self.parse(Self.dump("source: {connection: {host: new}}, connection: {host: old}"))
        #expect(loaded.configuration.retrieval.dump?.source?.connection?.host == "new")
        #expect(
            loaded.warnings
                == ["server.yml: these keys have no effect here: retrieval.spec.logicalDump.options.connection"]
        )
    }

    @Test func unknownKeysOfTheConnectionAreErrors() {
        let text = ServerConfiguration.token + Self.dump("connection: {hots: db}")
        #expect(
            ServerConfiguration.problems(of: text) == [
                "server.yml:2: unknown key `retrieval.spec.logicalDump.options.connection.hots`; "
                    + "did you mean `retrieval.spec.logicalDump.options.connection.host`?"
            ]
        )
    }

    @Test func timetablesAreCheckedWithTheirLine() {
        let text = "\(ServerConfiguration.token)retrieval:\n  refresh:\n    timetable: \"0 25 * * 1\"\n"
        let problems = ServerConfiguration.problems(of: text)
        #expect(problems.count == 1)
        #expect(
            problems.first?.hasPrefix("server.yml:4: `retrieval.refresh.timetable` has \"25\" for the hour") == true,
            "\(problems)"
        )
    }
}
