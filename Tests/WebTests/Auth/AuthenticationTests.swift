import API
import Engine
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Web

@Suite struct AuthenticationTests {
    private static let routes: [(HTTPRequest.Method, String)] = [
        (.get, "/status"), (.get, "/clones"), (.post, "/clone"), (.get, "/clone/a"), (.patch, "/clone/a"),
        (.delete, "/clone/a"), (.post, "/clone/a/reset"), (.post, "/clone/a/retry"), (.get, "/snapshots"),
        (.post, "/snapshot"), (.get, "/snapshot/p@s"), (.patch, "/snapshot/p@s"), (.delete, "/snapshot/p@s"),
        (.post, "/full-refresh"), (.post, "/full-refresh/cancel"), (.get, "/instance/retrieval"),
        (.get, "/instance/refreshes"), (.get, "/events"), (.get, "/nowhere"),
        (.get, "/instance/log-events"), (.get, "/admin/ws-auth"), (.post, "/admin/ws-auth"), (.get, "/admin/config"),
        (.post, "/admin/config"), (.get, "/admin/config.yaml"), (.post, "/admin/test-db-source"),
        (.post, "/admin/probe-source"), (.get, "/admin/billing-status"), (.post, "/admin/activate"),
    ]

    private static let wrongTokens: [String?] = [
        nil, "", "a", "a-token-of-the-test", "a-token-of-the-tests2", "A-TOKEN-OF-THE-TESTS", "' OR 1=1 --",
    ]

    @Test(arguments: routes)
    func everyRouteNeedsTheToken(_ method: HTTPRequest.Method, _ path: String) async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            for token in Self.wrongTokens {
                let error = try await requests.send(method, path, token: token).error(.unauthorized)
                #expect((error.code, error.message) == ("UNAUTHORIZED", "Check your verification token."))
            }
        }
    }

    @Test func theTokenMayComeAsBearer() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            for value in ["Bearer \(TestEngine.token)", "bearer \(TestEngine.token)"] {
                let response = try await requests.send(.get, "/clones", token: nil, headers: [.authorization: value])
                #expect(response.status == .ok)
            }
            for value in ["Bearer x", "Bearer", "Basic \(TestEngine.token)", TestEngine.token] {
                let response = try await requests.send(.get, "/clones", token: nil, headers: [.authorization: value])
                #expect(response.status == .unauthorized)
            }
        }
    }

    @Test func healthNeedsNone() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            for method in [HTTPRequest.Method.get, .post] {
                let response = try await requests.send(method, "/healthz", token: nil)
                #expect(response.status == .ok)
                #expect(
                    response.text == """
                        {
                          "edition": "community",
                          "instanceID": "i1",
                          "version": "1.2.3"
                        }

                        """
                )
            }
        }
    }

    @Test func withoutATokenEverybodyMay() async throws {
        let engine = try TestEngine()
        try await engine.application(authentication: Authentication.none).test(.router) { client in
            let response = try await client.execute(uri: "/clones", method: .get)
            #expect(response.status == .ok)
        }
    }

    @Test func thereIsNoHashOfTheEmptyToken() {
        #expect(TokenHash(token: "") == nil)
    }
}
