import API
import HTTPTypes
import Hummingbird

/// Signing in to the web UI, and out.
struct SessionRoutes {
    static let path = "/ui/session"

    let sessions: Sessions
    let limits: RequestLimits
    private let attempts = SignInLimit()

    init(sessions: Sessions, limits: RequestLimits) {
        self.sessions = sessions
        self.limits = limits
    }

    /// These check the token or the cookie themselves.
    static func isPublic(_ path: String) -> Bool { path == Self.path }

    func add(to router: Router<APIContext>) {
        router.get("/ui/session") { request, _ in try present(request) }
        router.post("/ui/session") { request, _ in try await begin(request) }
        router.delete("/ui/session") { request, _ in try end(request) }
    }

    /// Nobody signed in is no error: a page that asks has nothing wrong.
    private func present(_ request: Request) throws -> JSONAnswer {
        guard sessions.authentication.hash != nil else { return JSONAnswer(WebSession(required: false)) }
        guard let id = sessions.cookie.id(in: request.headers), try sessions.isValid(id) else {
            return JSONAnswer(WebSession(required: true))
        }
        return JSONAnswer(WebSession(csrf: Sessions.csrf(of: id), required: true))
    }

    private func begin(_ request: Request) async throws -> Response {
        try Access.checkSite(request)
        guard let body = try await request.json(WebSessionRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing `token`")
        }
        guard sessions.authentication.hash != nil else { return try JSONAnswer(WebSession(required: false)).response() }
        guard attempts.allows() else { throw RequestError.tooManyAttempts }
        guard let id = try sessions.begin(token: body.token) else {
            attempts.fail()
            throw RequestError.unauthorized
        }
        var response = try JSONAnswer(WebSession(csrf: Sessions.csrf(of: id), required: true)).response()
        response.headers[.setCookie] = sessions.cookie.header(id)
        return response
    }

    private func end(_ request: Request) throws -> Response {
        if let id = sessions.cookie.id(in: request.headers) {
            try Access(authentication: sessions.authentication, sessions: sessions).check(request)
            try sessions.end(id)
        }
        var response = try JSONAnswer(Acknowledgement(message: "Signed out")).response()
        response.headers[.setCookie] = sessions.cookie.removal
        return response
    }
}
