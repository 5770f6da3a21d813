import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Synchronization
import Testing
import Web

@Suite struct AdminRoutesTests {
    private static func with(_ body: @Sendable (TestRequests, Desk) async throws -> Void) async throws {
        var engine = try TestEngine()
        let desk = Desk()
        engine.services.configuration = desk
        try await engine.test { try await body($0, desk) }
    }

    @Test func configurationIsShownAndChanged() async throws {
        try await Self.with { requests, desk in
            let shown = try await requests.get("/admin/config").value(JSONValue.self)
            #expect(shown == ["retrievalMode": "logical", "global": ["debug": .bool(true)]])
            let body = #"{"retrievalMode":"logical","global":{"debug":false},"x":[1,"a",null],"y":null}"#
            _ = try await requests.send(.post, "/admin/config", json: body).value(JSONValue.self)
            let posted: ConfigurationValue = .section([
                "retrievalMode": .text("logical"), "global": .section(["debug": .flag(false)]),
                "x": .list([.integer(1), .text("a")]),
            ])
            #expect(desk.posted.withLock { $0 } == posted)
        }
    }

    @Test(arguments: ["", "null", "[]", "\"x\"", "{"])
    func withoutAnObjectNothingIsChanged(_ body: String) async throws {
        try await Self.with { requests, desk in
            let error = try await requests.send(.post, "/admin/config", json: body).error(.badRequest)
            #expect(error.code == "BAD_REQUEST")
            #expect(desk.posted.withLock { $0 } == nil)
        }
    }

    @Test func theFileIsYAML() async throws {
        try await Self.with { requests, _ in
            let response = try await requests.get("/admin/config.yaml")
            #expect(response.headers[.contentType] == "application/yaml; charset=utf-8")
            #expect(response.text == "a: \"****\"\n")
        }
    }

    @Test func sourcesAreTestedAndProbed() async throws {
        try await Self.with { requests, desk in
            let json = #"{"host":"h","port":5433,"dbname":"d","username":"u","password":"p","db_list":["a"]}"#
            let test = try await requests.send(.post, "/admin/test-db-source", json: json).value(SourceTest.self)
            #expect(
                test
                    == SourceTest(
                        status: "warning",
                        result: "missing_locale",
                        message: "m",
                        dbVersion: 15,
                        tuningParams: ["a": "b"]
                    )
            )
            #expect(desk.login.withLock { $0 }?.port == "5433")
            let url = #"{"url":"postgres://u@h/d","password":"p"}"#
            let proposal = try await requests.send(.post, "/admin/probe-source", json: url).value(SourceProposal.self)
            #expect((proposal.detectedProvider, proposal.source.host, proposal.dockerImage) == ("rds", "h", ""))
            let missing = try await requests.send(.post, "/admin/probe-source", json: "{}").error(.badRequest)
            #expect(missing.message.contains("`url`"))
        }
    }

    @Test func nothingIsBilled() async throws {
        try await Self.with { requests, _ in
            let billing = try await requests.get("/admin/billing-status").value(JSONValue.self)
            #expect(billing == ["result": "OK", "billing_active": .bool(true)])
            let engine = try await requests.send(.post, "/admin/activate").value(JSONValue.self)
            #expect(engine["instanceID"] == "i1" && engine["billingActive"] == .bool(true))
        }
    }
}

/// A configuration that notes what it is asked for.
private final class Desk: ConfigurationControl {
    let posted = Mutex<ConfigurationValue?>(nil)
    let login = Mutex<SourceLogin?>(nil)

    func projection() -> ConfigurationValue {
        .section(["retrievalMode": .text("logical"), "global": .section(["debug": .flag(true)])])
    }

    func change(to projection: ConfigurationValue) -> ConfigurationValue {
        posted.withLock { $0 = projection }
        return projection
    }

    func maskedText() -> String { "a: \"****\"\n" }

    func test(_ source: SourceLogin) -> SourceVerdict {
        login.withLock { $0 = source }
        return SourceVerdict(.warning, .missingLocale, "m", major: 15, tuning: ["a": "b"])
    }

    func probe(url: String, password: String?) -> SourceSketch {
        SourceSketch(
            host: "h",
            port: 5432,
            user: "u",
            database: "d",
            provider: .rds,
            major: 15,
            collationVersion: "2.36",
            databases: ["d"],
            sharedBuffers: "1GB",
            knowsMemory: true,
            preloadLibraries: ["pg_stat_statements"],
            tuning: [:],
            installedMajor: 15,
            warnings: []
        )
    }
}
