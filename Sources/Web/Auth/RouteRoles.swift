import Engine
import HTTPTypes

/// Which role each route needs.
///
/// Reading is for viewers unless it is listed, changing for administrators unless it is listed: a new route is rather closed
/// than open. What depends on whose the thing is, ``AccessControl`` decides.
enum RouteRoles {
    private static let forUsers: Set<String> = [
        "POST /clone", "PATCH /clone/{id}", "DELETE /clone/{id}", "POST /clone/{id}/reset", "POST /clone/{id}/retry",
        "POST /branch", "PATCH /branch/{name}", "DELETE /branch/{name}", "POST /branch/snapshot",
        "POST /snapshot/clone", "PATCH /snapshot/{id}", "DELETE /snapshot/{id}",
        "POST /observation/start", "POST /observation/stop",
    ]

    /// Read by administrators only: they tell of everybody's doings, or of secrets' neighbours.
    private static let forAdministrators: Set<String> = ["/instance/log-events", "/instance/webhooks"]
    /// They tell of all clones, and so are not for somebody who sees his own only.
    private static let ofAllClones: Set<String> = [MetricsRoutes.path]

    /// Whether nobody needs to say who he is; such routes check and record for themselves what there is to.
    static func isOpen(_ path: String) -> Bool { InstanceRoutes.isPublic(path) || SessionRoutes.isPublic(path) }

    /// - Parameter route: with the names of its variables, as ``RouteTable`` gives it.
    static func role(_ method: HTTPRequest.Method, _ route: String) -> Role {
        if route.hasPrefix("/admin/") || forAdministrators.contains(route) { return .admin }
        guard method != .get, method != .head else { return .viewer }
        return forUsers.contains(action(method, route)) ? .user : .admin
    }

    /// - Throws: ``RequestError`` 403.
    static func check(_ principal: Principal, _ method: HTTPRequest.Method, _ route: String) throws {
        let role = role(method, route)
        guard principal.has(role) else { throw RequestError.forbidden(needs: role, principal) }
        guard !principal.scope.ownClonesOnly || !ofAllClones.contains(route) else {
            throw RequestError.forbidden("your token shows your own clones only, and this is about all of them")
        }
    }

    /// How routes are written in descriptions and in the audit trail.
    static func action(_ method: HTTPRequest.Method, _ route: String) -> String {
        "\(method.rawValue) \(route.replacing("**", with: "{id}"))"
    }
}

extension RequestError {
    static func forbidden(_ message: String, hint: String? = nil) -> Self {
        Self(.forbidden, "FORBIDDEN", message, hint: hint)
    }

    fileprivate static func forbidden(needs role: Role, _ principal: Principal) -> Self {
        forbidden(
            "this needs the role \(role.rawValue)",
            hint: "Your token has the role \(principal.role?.rawValue ?? "none"); ask an administrator for another."
        )
    }
}
