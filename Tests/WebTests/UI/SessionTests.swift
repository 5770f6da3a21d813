import API
import Engine
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Web

/// Signing in by the web UI.
@Suite struct SessionTests {
    private static let csrf = HTTPField.Name("X-CSRF-Token") ?? .accept
    private static let site = HTTPField.Name("Sec-Fetch-Site") ?? .accept

    /// Signs in, and returns the cookie and what changes are to carry.
    private static func signIn(_ requests: TestRequests) async throws -> (cookie: String, csrf: String) {
        let json = Array(#"{"token":"\#(TestEngine.token)"}"#.utf8)
        let response = try await requests.send(.post, "/ui/session", token: nil, bytes: json)
        #expect(response.status == .ok)
        let cookie = try #require(response.headers[.setCookie])
        let session = try response.value(WebSession.self)
        #expect(session.required && session.csrf.count == 64)
        return (String(try #require(cookie.split(separator: ";").first)), session.csrf)
    }

    @Test func theTokenIsExchangedForACookieThatScriptsCannotRead() async throws {
        try await TestEngine().test { requests in
            let json = Array(#"{"token":"\#(TestEngine.token)"}"#.utf8)
            let response = try await requests.send(.post, "/ui/session", token: nil, bytes: json)
            let cookie = response.headers[.setCookie] ?? ""
            #expect(cookie.hasPrefix("dblab_i1=") && cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
            let (pair, _) = try await Self.signIn(requests)
            #expect(pair.count == "dblab_i1=".count + 52)
            #expect(!pair.contains(TestEngine.token))
        }
    }

    @Test func aWrongTokenIsRefused() async throws {
        try await TestEngine().test { requests in
            let wrong = Array(#"{"token":"wrong"}"#.utf8)
            let response = try await requests.send(.post, "/ui/session", token: nil, bytes: wrong)
            #expect(try response.error(.unauthorized).code == "UNAUTHORIZED")
            #expect(response.headers[.setCookie] == nil)
        }
    }

    @Test func tooManyWrongTokensAtOnceAreNotLookedAt() async throws {
        try await TestEngine().test { requests in
            let wrong = Array(#"{"token":"wrong"}"#.utf8)
            let answers = try await withThrowingTaskGroup(of: TestResponse.self) { group in
                for _ in 0..<200 {
                    group.addTask { try await requests.send(.post, "/ui/session", token: nil, bytes: wrong) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let refused = answers.filter { $0.status == .tooManyRequests }
            #expect(!refused.isEmpty && refused.allSatisfy { $0.headers[.retryAfter] == "3" })
            #expect(answers.allSatisfy { $0.status == .unauthorized || $0.status == .tooManyRequests })
        }
    }

    @Test(arguments: ["", "null", "{}", #"{"token":""}"#, #"{"token":5}"#, "[", #"{"token":null}"#])
    func bodiesWithoutATokenAreRefused(_ body: String) async throws {
        try await TestEngine().test { requests in
            let response = try await requests.send(.post, "/ui/session", token: nil, bytes: Array(body.utf8))
            #expect(response.status == .badRequest || response.status == .unauthorized)
            _ = try response.error(response.status)
        }
    }

    @Test func theCookieReadsAndWithTheSecondTokenChanges() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            let (cookie, csrf) = try await Self.signIn(requests)
            let read = try await requests.send(.get, "/clones", token: nil, headers: [.cookie: "x=y; \(cookie)"])
            #expect(read.status == .ok)
            let body = Array(#"{"protected":true}"#.utf8)
            for wrong in [nil, "x", ""] {
                var headers: HTTPFields = [.cookie: cookie]
                headers[Self.csrf] = wrong
                let response = try await requests.send(.patch, "/clone/a", token: nil, headers: headers, bytes: body)
                #expect(try response.error(.forbidden).code == "FORBIDDEN")
            }
            #expect(try engine.catalog.clone("a")?.isProtected == false)
            let right: HTTPFields = [.cookie: cookie, Self.csrf: csrf]
            let changed = try await requests.send(.patch, "/clone/a", token: nil, headers: right, bytes: body)
            #expect(changed.status == .ok)
        }
    }

    @Test(arguments: ["cross-site", "same-site"])
    func aPageOfAnotherSiteChangesNothing(_ site: String) async throws {
        try await TestEngine().test { requests in
            let (cookie, csrf) = try await Self.signIn(requests)
            let headers: HTTPFields = [.cookie: cookie, Self.csrf: csrf, Self.site: site]
            _ = try await requests.send(.post, "/full-refresh", token: nil, headers: headers).error(.forbidden)
            let json = Array(#"{"token":"\#(TestEngine.token)"}"#.utf8)
            let from: HTTPFields = [Self.site: site]
            _ = try await requests.send(.post, "/ui/session", token: nil, headers: from, bytes: json).error(.forbidden)
        }
    }

    @Test func aPageOfAnotherSiteChangesNothingWithoutATokenEither() async throws {
        let application = try TestEngine().application(authentication: Authentication.none)
        try await application.test(.router) { client in
            let headers: HTTPFields = [Self.site: "cross-site"]
            let response = try await client.execute(uri: "/full-refresh", method: .post, headers: headers)
            #expect(response.status == .forbidden)
            let session = try await client.execute(uri: "/ui/session", method: .get).value(WebSession.self)
            #expect(session == WebSession(required: false, name: "anybody", role: "admin"))
        }
    }

    @Test func whoIsSignedInIsToldAndSignsOut() async throws {
        try await TestEngine().test { requests in
            let nobody = try await requests.send(.get, "/ui/session", token: nil).value(WebSession.self)
            #expect(nobody == WebSession(required: true))
            let (cookie, csrf) = try await Self.signIn(requests)
            let present = try await requests.send(.get, "/ui/session", token: nil, headers: [.cookie: cookie])
            #expect(
                try present.value(WebSession.self)
                    == WebSession(csrf: csrf, required: true, name: "verification token", role: "admin")
            )
            let forged = try await requests.send(.delete, "/ui/session", token: nil, headers: [.cookie: cookie])
            _ = try forged.error(.forbidden)
            let right: HTTPFields = [.cookie: cookie, Self.csrf: csrf]
            let out = try await requests.send(.delete, "/ui/session", token: nil, headers: right)
            #expect(out.status == .ok && out.headers[.setCookie]?.contains("Max-Age=0") == true)
            _ = try await requests.send(.get, "/clones", token: nil, headers: [.cookie: cookie]).error(.unauthorized)
        }
    }

    @Test func aSessionOutlivesTheEngineButNotTheToken() async throws {
        let engine = try TestEngine()
        let (cookie, _) = try await engine.test { try await Self.signIn($0) }
        try await engine.test { requests in
            let response = try await requests.send(.get, "/clones", token: nil, headers: [.cookie: cookie])
            #expect(response.status == .ok)
        }
        let other = Authentication.token(try #require(TokenHash(token: "another token")))
        try await engine.application(authentication: other).test(.router) { client in
            let response = try await client.execute(uri: "/clones", method: .get, headers: [.cookie: cookie])
            #expect(response.status == .unauthorized)
        }
    }

    @Test(arguments: ["dblab_i1=", "dblab_i1=x", "dblab_i2=0123456789", "=", ";;", "dblab_i1"])
    func otherCookiesAreNothing(_ cookie: String) async throws {
        try await TestEngine().test { requests in
            _ = try await requests.send(.get, "/clones", token: nil, headers: [.cookie: cookie]).error(.unauthorized)
        }
    }

    @Test func aWrongTokenIsNotMendedByACookie() async throws {
        try await TestEngine().test { requests in
            let (cookie, _) = try await Self.signIn(requests)
            _ = try await requests.send(.get, "/clones", token: "wrong", headers: [.cookie: cookie]).error(
                .unauthorized
            )
        }
    }
}
