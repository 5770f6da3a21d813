import Crypto
import Engine
import HTTPTypes
import Hummingbird

/// Who may send a request: by token, or by a session of the web UI.
struct Access: Sendable {
    let authentication: Authentication
    /// None where there is no web UI.
    var sessions: Sessions?
    /// Whether everybody may read the metrics.
    var opensMetrics = Live(false)

    /// - Throws: ``RequestError`` 401 or 403.
    func check(_ request: Request) throws {
        if request.uri.path == MetricsRoutes.path, opensMetrics.value { return }
        guard let sessions, !Authentication.hasToken(request.headers), authentication.hash != nil else {
            if authentication.hash == nil { try Self.checkSite(request) }
            return try authentication.check(request.headers)
        }
        guard let id = sessions.cookie.id(in: request.headers), try sessions.isValid(id) else {
            throw RequestError.unauthorized
        }
        try Self.checkSite(request)
        guard Self.isReading(request) || Self.hasToken(request, Sessions.csrf(of: id)) else {
            throw RequestError.forgedRequest("the header X-CSRF-Token is missing or wrong")
        }
    }

    /// Browsers say whose page sends a change; where they do, it must be ours.
    static func checkSite(_ request: Request) throws {
        guard !isReading(request), let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name],
            site != "same-origin", site != "none"
        else { return }
        throw RequestError.forgedRequest("the request comes from a page of another site")
    }

    private static func isReading(_ request: Request) -> Bool { request.method == .get || request.method == .head }

    /// Digests are compared in a time that does not depend on what is in them.
    private static func hasToken(_ request: Request, _ wanted: String) -> Bool {
        guard let name = HTTPField.Name("X-CSRF-Token"), let given = request.headers[name] else { return false }
        return SHA256.hash(data: Array(given.utf8)) == SHA256.hash(data: Array(wanted.utf8))
    }
}
