import API
import Engine
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import Web

@Suite struct AuditRoutesTests {
    private static func entries(_ requests: TestRequests, _ query: String = "") async throws -> [API.AuditEntry] {
        try await requests.get("/admin/audit\(query)").value([API.AuditEntry].self)
    }

    @Test func whatChangesIsWrittenDownAndWhatReadsIsNot() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            _ = try await requests.get("/status")
            _ = try await requests.send(.post, "/healthz")
            let body = #"{"id":"a","db":{"username":"u","password":"rocks-in-audit"}}"#
            _ = try await requests.send(.post, "/clone", json: body)
            _ = try await requests.send(.post, "/clone", json: body)
            _ = try await requests.send(.delete, "/clone/none")
            let entries = try await Self.entries(requests)
            #expect(entries.map(\.action) == ["DELETE /clone/{id}", "POST /clone", "POST /clone"])
            #expect(entries.map(\.target) == ["/clone/none", "clone a", "clone a"])
            #expect(entries.map(\.status) == [404, 409, 201])
            #expect(entries.map(\.result) == ["refused", "refused", "done"])
            #expect(entries.allSatisfy { $0.actor == "verification token" && $0.role == "admin" })
            let export = try await requests.get("/admin/audit/export").text
            #expect(!export.contains("rocks-in-audit") && !export.contains(TestEngine.token))
        }
    }

    @Test func signInsAreWrittenDown() async throws {
        try await TestEngine().test { requests in
            for token in ["wrong", TestEngine.token] {
                let bytes = Array(#"{"token":"\#(token)"}"#.utf8)
                _ = try await requests.send(.post, "/ui/session", token: nil, bytes: bytes)
            }
            let entries = try await Self.entries(requests)
            #expect(entries.map(\.action) == ["sign in", "sign in"])
            #expect(entries.map(\.status) == [200, 401])
            #expect(entries.map(\.actor) == ["verification token", ""])
        }
    }

    @Test func refusalsAreWrittenDownButDoNotFillTheDisk() async throws {
        let engine = try TestEngine()
        let wish = AccessTokenRequest(name: "t", kind: .service, owner: "", role: .viewer)
        let secret = try engine.services.tokens.issue(wish, by: .administrator()).secret
        try await engine.test { requests in
            _ = try await requests.send(.get, "/admin/config.yaml", token: secret)
            for _ in 0..<200 { _ = try await requests.send(.get, "/status", token: "wrong") }
            _ = try await requests.send(.get, "/status", token: nil)
            let strangers = try await Self.entries(requests, "?actor=&result=refused&limit=500")
            #expect(strangers.filter { $0.status == 401 }.count < 30)
            #expect(strangers.contains { $0.status == 401 && $0.action == "GET /status" })
            #expect(strangers.last?.action == "GET /admin/config.yaml" && strangers.last?.actor == "t")
        }
    }

    @Test func theTrailIsNarrowedAndExported() async throws {
        let engine = try TestEngine()
        for (index, target) in ["=1+1", "a\"b", "plain"].enumerated() {
            let entry = AuditEntry(
                at: Date(timeIntervalSince1970: 1_800_000_000 + Double(index)),
                by: .administrator(for: "user\(index)"),
                address: "192.0.2.1",
                action: "POST /clone",
                target: target,
                status: 201
            )
            _ = try engine.services.audit.record(entry)
        }
        try await engine.test { requests in
            #expect(try await Self.entries(requests, "?actor=user1").map(\.target) == ["a\"b"])
            #expect(try await Self.entries(requests, "?since=2027-01-15T08:00:02Z").map(\.target) == ["plain"])
            #expect(try await Self.entries(requests, "?before=2").map(\.target) == ["=1+1"])
            let csv = try await requests.get("/admin/audit/export?format=csv")
            #expect(csv.headers[.contentType]?.hasPrefix("text/csv") ?? false)
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.count == 4 && lines[1].contains(",'=1+1,") && lines[2].contains(#","a""b","#))
            #expect(lines[1].hasPrefix("1,2027-01-15T08:00:00Z,user0,admin,,192.0.2.1,POST /clone,"))
            let json = try await requests.get("/admin/audit/export").text.split(separator: "\n")
            #expect(json.count == 3 && json[0].contains(#""target":"=1+1""#))
        }
    }

    @Test(arguments: [
        ("?result=x", "result"), ("?since=yesterday", "since"), ("?until=1", "until"), ("?limit=0", "limit"),
        ("?before=-1", "before"), ("/export?format=xml", "format"),
    ])
    func badQueriesNameTheParameter(_ query: String, _ name: String) async throws {
        try await TestEngine().test { requests in
            let error = try await requests.get("/admin/audit\(query)").error(.badRequest)
            #expect(error.message.contains("`\(name)`"))
        }
    }
}
