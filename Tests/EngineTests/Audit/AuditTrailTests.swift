import Foundation
import GRDB
import Testing

@testable import Engine

@Suite struct AuditTrailTests {
    private let catalog: Catalog
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { catalog = try Catalog(DatabaseQueue()) }

    private func entry(_ action: String, by name: String = "neal", at time: Double = 0) -> AuditEntry {
        AuditEntry(
            at: now + time,
            by: Principal(name: name, role: .user),
            address: "192.0.2.1",
            action: action,
            target: "/x"
        )
    }

    @Test func anEntryIsThereBeforeItsOutcome() throws {
        let trail = AuditTrail(catalog: catalog)
        let id = try trail.record(entry("POST /clone"))
        #expect(try trail.entries(limit: 10).map(\.result) == [.unfinished])
        try trail.finish(id, status: 201, target: "clone a", detail: nil)
        let done = try #require(try trail.entries(limit: 10).first)
        #expect((done.result, done.target, done.actor, done.status) == (.done, "clone a", "neal", 201))
        try trail.finish(id, status: 500, target: nil, detail: "d")
        let failed = try #require(try trail.entries(limit: 10).first)
        #expect((failed.result, failed.target, failed.detail) == (.failed, "clone a", "d"))
    }

    @Test func entriesAreFound() throws {
        let trail = AuditTrail(catalog: catalog)
        for (index, status) in [200, 403, 500].enumerated() {
            let id = try trail.record(entry("a\(index)", by: "user\(index)", at: Double(index)))
            try trail.finish(id, status: status, target: nil, detail: nil)
        }
        func found(_ query: AuditQuery) throws -> [String] { try trail.entries(query, limit: 10).map(\.action) }
        #expect(try found(AuditQuery()) == ["a2", "a1", "a0"])
        #expect(try found(AuditQuery(actor: "user1")) == ["a1"])
        #expect(try found(AuditQuery(text: "A2")) == ["a2"])
        #expect(try found(AuditQuery(text: "%")) == [])
        #expect(try found(AuditQuery(result: .refused)) == ["a1"])
        #expect(try found(AuditQuery(result: .failed)) == ["a2"])
        #expect(try found(AuditQuery(result: .unfinished)) == [])
        #expect(try found(AuditQuery(since: now + 1, until: now + 2)) == ["a1"])
        #expect(try trail.entries(after: 1, limit: 1).map(\.action) == ["a1"])
        #expect(try trail.entries(before: 2, limit: 9).map(\.action) == ["a0"])
    }

    @Test func whatIsOlderThanIsKeptGoes() throws {
        let trail = AuditTrail(catalog: catalog, keptDays: Live(2))
        _ = try trail.record(entry("old", at: -3 * 86400))
        _ = try trail.record(entry("young", at: -86400))
        _ = try trail.record(entry("new"))
        #expect(try trail.entries(limit: 10).map(\.action) == ["new", "young"])
    }

    @Test func nobodyIsWokenByIt() throws {
        let version = catalog.version
        _ = try AuditTrail(catalog: catalog).record(entry("x"))
        #expect(catalog.version == version)
    }
}
