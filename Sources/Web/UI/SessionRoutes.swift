import API
import Engine
import HTTPTypes
import Hummingbird

/// Signing in to the web UI, and out.
struct SessionRoutes {
    static let path = "/ui/session"

    let sessions: Sessions
    let audit: AuditTrail
    let limits: RequestLimits
    private let attempts = SignInLimit()

    init(sessions: Sessions, audit: AuditTrail, limits: RequestLimits) {
        self.sessions = sessions
        self.audit = audit
        self.limits = limits
    }

    /// These check the token or the cookie themselves.
    static func isPublic(_ path: String) -> Bool { path == Self.path }

    func add(to router: Router<APIContext>) {
        router.get("/ui/session") { request, _ in try present(request) }
        router.post("/ui/session") { request, context in try await begin(request, context) }
        router.delete("/ui/session") { request, context in try end(request, context) }
    }

    /// Nobody signed in is no error: a page that asks has nothing wrong.
    private func present(_ request: Request) throws -> JSONAnswer {
        guard sessions.authentication.hash != nil else { return JSONAnswer(Self.open) }
        guard let id = sessions.cookie.id(in: request.headers), let principal = try sessions.principal(id) else {
            return JSONAnswer(WebSession(required: true))
        }
        return JSONAnswer(WebSession(id, principal))
    }

    /// Where no token is needed, everybody is an administrator.
    private static let open = WebSession(
        required: false,
        name: Principal.everybody.name,
        role: Principal.everybody.role?.rawValue ?? ""
    )

    private func begin(_ request: Request, _ context: APIContext) async throws -> Response {
        try Access.checkSite(request)
        guard let body = try await request.json(WebSessionRequest.self, limit: limits.bodySize) else {
            throw RequestError.badRequest("missing `token`")
        }
        guard sessions.authentication.hash != nil else { return try JSONAnswer(Self.open).response() }
        guard attempts.allows() else { throw RequestError.tooManyAttempts }
        guard let (id, principal) = try sessions.begin(token: body.token) else {
            attempts.fail()
            try record("sign in", .nobody, .unauthorized, context)
            throw RequestError.unauthorized
        }
        try record("sign in", principal, .ok, context)
        var response = try JSONAnswer(WebSession(id, principal)).response()
        response.headers[.setCookie] = sessions.cookie.header(id)
        return response
    }

    private func record(
        _ action: String,
        _ principal: Principal,
        _ status: HTTPResponse.Status,
        _ context: APIContext
    ) throws {
        let (address, status) = (context.address, status.code)
        _ = try audit.record(
            AuditEntry(by: principal, address: address, action: action, target: "web UI", status: status)
        )
    }

    private func end(_ request: Request, _ context: APIContext) throws -> Response {
        if let id = sessions.cookie.id(in: request.headers) {
            let access = Access(authentication: sessions.authentication, tokens: sessions.tokens, sessions: sessions)
            let principal = try access.principal(of: request)
            try sessions.end(id)
            try record("sign out", principal, .ok, context)
        }
        var response = try JSONAnswer(Acknowledgement(message: "Signed out")).response()
        response.headers[.setCookie] = sessions.cookie.removal
        return response
    }
}

extension WebSession {
    fileprivate init(_ id: String, _ principal: Principal) {
        self.init(csrf: Sessions.csrf(of: id), name: principal.name, role: principal.role?.rawValue ?? "")
    }
}
