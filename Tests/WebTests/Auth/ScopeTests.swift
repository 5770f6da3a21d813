import API
import Engine
import Foundation
import HTTPTypes
import HummingbirdTesting
import Testing
import Web

/// What narrows a token, and whom things belong to.
@Suite struct ScopeTests {
    private let engine: TestEngine

    init() throws {
        engine = try TestEngine()
        try engine.addSnapshot()
    }

    private func secret(_ scope: AccessScope = AccessScope(), owner: String = "neal") throws -> String {
        let wish = AccessTokenRequest(name: "t", kind: .personal, owner: owner, role: .user, scope: scope)
        return try engine.services.tokens.issue(wish, by: .administrator()).secret
    }

    private func addClone(_ id: String, of owner: String?) throws {
        var request = CloneRequest(id: id, username: "u", verifier: "v", database: "shop")
        request.owner = owner
        _ = try engine.services.clones.create(request)
        try engine.setPhase(of: id, to: .ready)
    }

    private static func create(_ id: String, _ more: String = "") -> [UInt8] {
        Array(#"{"id":"\#(id)","db":{"username":"u","password":"p"}\#(more)}"#.utf8)
    }

    @Test func clonesBelongToWhoeverMadeThem() async throws {
        let secret = try secret()
        try await engine.test { requests in
            let response = try await requests.send(.post, "/clone", token: secret, bytes: Self.create("a"))
            #expect(response.status == .created)
            #expect(try response.value(API.Clone.self).db.ownerUser == "neal")
            let name = try #require(HTTPField.Name("X-Forwarded-User-Email"))
            let bytes = Self.create("b")
            let forwarded = try await requests.send(.post, "/clone", headers: [name: "ann@example.com"], bytes: bytes)
            #expect(try forwarded.value(API.Clone.self).db.ownerUser == "ann@example.com")
            let plain = try await requests.send(
                .post,
                "/clone",
                token: secret,
                headers: [name: "x"],
                bytes: Self.create("c")
            )
            #expect(try plain.value(API.Clone.self).db.ownerUser == "neal")
        }
    }

    @Test func whoSeesHisOwnClonesOnlySeesNoOther() async throws {
        let secret = try secret(AccessScope(ownClonesOnly: true))
        try addClone("mine", of: "neal")
        try addClone("theirs", of: "ann")
        try addClone("nobodys", of: nil)
        try await engine.test { requests in
            func get(_ path: String) async throws -> TestResponse { try await requests.send(.get, path, token: secret) }
            #expect(try await get("/clones").value([API.Clone].self).map(\.id) == ["mine"])
            #expect(try await get("/clones?id=mine").value([API.Clone].self).map(\.id) == ["mine"])
            let status = try await get("/status").value(InstanceStatus.self)
            #expect(status.cloning.clones.map(\.id) == ["mine"] && status.cloning.numClones == 1)
            #expect(status.pools.flatMap(\.cloneList) == ["mine"])
            for path in [
                "/snapshots", "/snapshot/pool@snapshot_20260101000000", "/branch/main/log", "/instance/events",
            ] {
                let text = try await get(path).text
                #expect(text.contains("mine") && !text.contains("theirs") && !text.contains("nobodys"), "\(path)")
            }
            for other in ["theirs", "nobodys", "none"] {
                #expect(try await get("/clones?id=\(other)").value([API.Clone].self).isEmpty)
                let error = try await get("/clone/\(other)").error(.notFound)
                let changing = try await requests.send(.delete, "/clone/\(other)", token: secret).error(.notFound)
                #expect(error == changing && error.message == "clone not found")
            }
            #expect(try await get("/metrics").status == .forbidden)
        }
    }

    @Test func aBranchPatternNarrowsWhatMayBeMade() async throws {
        let secret = try secret(AccessScope(branches: ["dev*"]))
        _ = try engine.services.snapshots.branches.create(BranchRequest(name: "dev", base: "main"))
        try await engine.test { requests in
            func create(_ id: String, _ more: String) async throws -> HTTPResponse.Status {
                try await requests.send(.post, "/clone", token: secret, bytes: Self.create(id, more)).status
            }
            #expect(try await create("a", "") == .forbidden)
            #expect(try await create("b", #", "branch":"main""#) == .forbidden)
            #expect(try await create("c", #", "branch":"dev""#) == .created)
            let head = #", "branch":"dev","snapshot":{"id":"pool@snapshot_20260101000000"}"#
            #expect(try await create("d", head) == .created)
            try engine.addSnapshot("pool@other", age: -60)
            let other = #", "branch":"dev","snapshot":{"id":"pool@other"}"#
            #expect(try await create("e", other) == .forbidden)
            for (name, status) in [("dev-2", HTTPResponse.Status.ok), ("prod", .forbidden)] {
                let body = Array(#"{"branchName":"\#(name)","baseBranch":"main"}"#.utf8)
                #expect(try await requests.send(.post, "/branch", token: secret, bytes: body).status == status)
            }
        }
    }

    @Test func whatIsNotMaskedIsForAdministrators() async throws {
        var engine = engine
        engine.services.access = AccessControl(clones: engine.services.clones, requiresMasking: Live(true))
        let secret = try secret()
        try await engine.test { requests in
            let refused = try await requests.send(.post, "/clone", token: secret, bytes: Self.create("a"))
            #expect(try refused.error(.forbidden).message.contains("is not masked"))
            #expect(try await requests.send(.post, "/clone", bytes: Self.create("b")).status == .created)
            let entries = try await requests.get("/admin/audit").value([API.AuditEntry].self)
            #expect(entries.map(\.result) == ["done", "refused"])
            #expect(entries.first?.detail.contains("unmasked") ?? false)
        }
    }

    @Test func maskedSnapshotsMayBeHad() async throws {
        let secret = try secret(AccessScope(maskedSnapshotsOnly: true))
        try engine.addRefresh(of: "pool@snapshot_20260101000000", isMasked: true)
        try await engine.test { requests in
            let response = try await requests.send(.post, "/clone", token: secret, bytes: Self.create("a"))
            #expect(response.status == .created, "\(response.text)")
            try engine.addSnapshot("pool@later", age: -60)
            try engine.addRefresh(of: "pool@later", isMasked: false)
            try engine.setPhase(of: "a", to: .ready)
            let latest = Array(#"{"latest":true}"#.utf8)
            let refused = try await requests.send(.post, "/clone/a/reset", token: secret, bytes: latest)
            #expect(try refused.error(.forbidden).message.contains("pool@later"))
            #expect(try await requests.send(.post, "/clone/a/reset", token: secret).status == .ok)
        }
    }

    @Test func anExpiredTokenIsRefusedInWords() async throws {
        let wish = AccessTokenRequest(
            name: "old",
            kind: .service,
            owner: "",
            role: .viewer,
            expiresAt: Date(timeIntervalSince1970: 2_000_000_000)
        )
        let secret = try engine.services.tokens.issue(wish, by: .administrator()).secret
        try await engine.test { requests in
            #expect(try await requests.send(.get, "/status", token: secret).status == .ok)
            try engine.endTokens()
            let error = try await requests.send(.get, "/status", token: secret).error(.unauthorized)
            #expect(error.detail?.contains("\"old\" is over") ?? false)
        }
    }
}
