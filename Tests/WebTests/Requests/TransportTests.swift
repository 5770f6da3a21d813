import API
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct TransportTests {
    @Test func answersCarryTheHeadersOfAnAPI() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            for path in ["/clones", "/nowhere"] {
                let headers = try await requests.get(path).headers
                #expect(headers[.contentType] == "application/json; charset=utf-8")
                #expect(headers[.cacheControl] == "no-store")
                #expect(headers[.xContentTypeOptions] == "nosniff")
                #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
            }
        }
    }

    @Test(arguments: ["/ui", "/nowhere", "/clone", "/clone/a/b", "/clone/a/reset/x", "/snapshot", "/../etc/passwd"])
    func unknownRoutesAreNotFound(_ path: String) async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            let response = try await requests.get(path)
            guard path != "/clone", path != "/snapshot" else {
                #expect(try response.error(.methodNotAllowed).code == "BAD_REQUEST")
                #expect(response.headers[.allow] == "POST")
                return
            }
            let error = try response.error(.notFound)
            #expect(error.code == "NOT_FOUND")
            #expect(error.message == "Requested object does not exist. Specify your request.")
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.put, "/clones", "GET, HEAD"), (.post, "/status", "GET, HEAD"),
        (.put, "/clone/a", "DELETE, GET, HEAD, PATCH"), (.get, "/full-refresh", "POST"),
        (.post, "/snapshot/a/b", "DELETE, GET, HEAD, PATCH"), (.options, "/clone", "POST"),
    ])
    func wrongMethodsNameTheRightOnes(_ method: HTTPRequest.Method, _ path: String, allowed: String) async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            let response = try await requests.send(method, path)
            #expect(try response.error(.methodNotAllowed).code == "BAD_REQUEST")
            #expect(response.headers[.allow] == allowed)
        }
    }

    @Test func anUnexpectedFailureShowsNoInternals() async throws {
        let engine = try TestEngine(passwordVerifier: { _ in throw SecretFailure() })
        try engine.addSnapshot()
        try await engine.test { requests in
            let response = try await requests.send(.post, "/clone", json: CloneRoutesTests.request)
            let error = try response.error(.internalServerError)
            #expect(error.code == "INTERNAL_ERROR")
            #expect(!response.text.contains("SecretFailure"))
            #expect(error.hint?.contains("log") == true)
        }
    }

    @Test func exhaustedPortsAreAClearRefusal() async throws {
        let engine = try TestEngine(portCount: 1)
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            let json = #"{"id":"b","db":{"username":"u","password":"p"}}"#
            let error = try await requests.send(.post, "/clone", json: json).error(.conflict)
            #expect(error.message.contains("no available ports"))
            #expect(error.hint != nil)
        }
    }
}

private struct SecretFailure: Error {}
