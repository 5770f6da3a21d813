import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Testing
import Web

@Suite struct TokenRoutesTests {
    @Test func aTokenIsMadeUsedListedAndRevoked() async throws {
        try await TestEngine().test { requests in
            let json = #"{"name":"laptop","owner":"neal","role":"user","scope":{"branches":["dev*"]}}"#
            let made = try await requests.send(.post, "/admin/tokens", json: json)
            #expect(made.status == .created)
            let token = try made.value(Token.self)
            let secret = try #require(token.token)
            #expect((token.kind, token.createdBy) == ("personal", "verification token"))
            let identity = try await requests.send(.get, "/identity", token: secret).value(Identity.self)
            #expect(identity == Identity(name: "neal", role: "user", scope: TokenScope(branches: ["dev*"])))
            let listed = try await requests.get("/admin/tokens")
            #expect(try listed.value([Token].self).map(\.id) == [token.id] && !listed.text.contains(secret))
            #expect(try await requests.send(.delete, "/admin/tokens/\(token.id)").status == .ok)
            #expect(try await requests.send(.get, "/identity", token: secret).status == .unauthorized)
            #expect(try await requests.send(.delete, "/admin/tokens/\(token.id)").error(.notFound).code == "NOT_FOUND")
        }
    }

    @Test(arguments: [
        ("", "missing token request"), ("null", "missing token request"), ("{}", "role"),
        ("[]", "invalid request body"),
        (#"{"name":"x","role":"root"}"#, "role"), (#"{"name":"x","role":"user","kind":"robot"}"#, "kind"),
        (#"{"role":"user"}"#, "name"), (#"{"name":"x","role":"admin","scope":{"ownClonesOnly":true}}"#, "scope"),
        (#"{"name":"x","role":"user","expiresAt":"2001-01-01T00:00:00Z"}"#, "expiresAt"),
        (#"{"name":"x","role":"user","expiresAt":"tomorrow"}"#, "expiresAt"),
        (#"{"name":"x","role":"user","kind":"personal"}"#, "owner"),
    ])
    func badRequestsNameTheField(_ json: String, _ field: String) async throws {
        try await TestEngine().test { requests in
            let error = try await requests.send(.post, "/admin/tokens", json: json).error(.badRequest)
            #expect(error.message.contains(field))
            #expect(try await requests.get("/admin/tokens").value([Token].self).isEmpty)
        }
    }

    @Test func aTokenSignsInToTheWebUIAndItsEndEndsThat() async throws {
        let engine = try TestEngine()
        let wish = AccessTokenRequest(name: "t", kind: .personal, owner: "neal", role: .viewer)
        let (token, secret) = try engine.services.tokens.issue(wish, by: .administrator())
        try await engine.test { requests in
            let body = Array(#"{"token":"\#(secret)"}"#.utf8)
            let signedIn = try await requests.send(.post, "/ui/session", token: nil, bytes: body)
            let session = try signedIn.value(WebSession.self)
            #expect((session.name, session.role) == ("neal", "viewer"))
            let cookie = String(signedIn.headers[.setCookie]?.prefix { $0 != ";" } ?? "")
            func get(_ path: String) async throws -> HTTPResponse.Status {
                try await requests.send(.get, path, token: nil, headers: [.cookie: cookie]).status
            }
            #expect(try await get("/status") == .ok)
            #expect(try await get("/admin/tokens") == .forbidden)
            _ = try engine.services.tokens.revoke(token.id)
            #expect(try await get("/status") == .unauthorized)
        }
    }
}
