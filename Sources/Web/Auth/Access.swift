import Crypto
import Engine
import HTTPTypes
import Hummingbird

/// Who may send a request: by token, or by a session of the web UI.
struct Access: Sendable {
    let authentication: Authentication
    /// None where there is no catalog.
    var tokens: AccessTokens?
    /// None where there is no web UI.
    var sessions: Sessions?
    /// Whether everybody may read the metrics.
    var opensMetrics = Live(false)

    /// - Throws: ``RequestError`` 401 or 403.
    func principal(of request: Request) throws -> Principal {
        if request.uri.path == MetricsRoutes.path, opensMetrics.value { return Self.anyReader }
        guard let sessions, !Authentication.hasToken(request.headers), authentication.hash != nil else {
            if authentication.hash == nil { try Self.checkSite(request) }
            return try authentication.principal(request.headers, tokens)
        }
        guard let id = sessions.cookie.id(in: request.headers), let principal = try sessions.principal(id) else {
            throw RequestError.unauthorized
        }
        try Self.checkSite(request)
        guard request.isReading || Self.hasToken(request, Sessions.csrf(of: id)) else {
            throw RequestError.forgedRequest("the header X-CSRF-Token is missing or wrong")
        }
        return principal
    }

    private static let anyReader = Principal(name: Principal.everybody.name, role: .viewer)

    /// Browsers say whose page sends a change; where they do, it must be ours.
    static func checkSite(_ request: Request) throws {
        guard !request.isReading, let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name],
            site != "same-origin", site != "none"
        else { return }
        throw RequestError.forgedRequest("the request comes from a page of another site")
    }

    /// Digests are compared in a time that does not depend on what is in them.
    private static func hasToken(_ request: Request, _ wanted: String) -> Bool {
        guard let name = HTTPField.Name("X-CSRF-Token"), let given = request.headers[name] else { return false }
        return SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(wanted.utf8))
    }
}

extension Request {
    /// Whether it changes nothing.
    var isReading: Bool { method == .get || method == .head }
}
