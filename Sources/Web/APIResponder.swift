import Engine
import FoundationEssentials
import HTTPTypes
package import Hummingbird
import Logging

/// Every request's way: a file of the web UI? caller known? route known? then the route; and an answer in JSON whatever happens.
package struct APIResponder: HTTPResponder {
    let routes: RouterResponder<APIContext>
    let table: RouteTable
    let access: Access
    let audit: RequestAudit
    let metrics: Metrics

    init(router: Router<APIContext>, access: Access, audit: AuditTrail?, metrics: Metrics) {
        routes = router.buildResponder()
        table = RouteTable(router)
        self.access = access
        self.audit = RequestAudit(trail: audit)
        self.metrics = metrics
    }

    /// Answers a request; never throws.
    package func respond(to request: Request, context: APIContext) async -> Response {
        let start = ContinuousClock.now
        let route = table.route(for: request.uri.path)
        var response = await answer(to: request, route, context)
        for (name, value) in Self.securityHeaders where response.headers[name] == nil { response.headers[name] = value }
        let duration = start.duration(to: .now)
        measure(request, route, response, duration)
        context.logger.debug(
            "\(request.method.rawValue) \(request.uri.path)",
            metadata: ["status": "\(response.status.code)", "duration": "\(duration)"]
        )
        return response
    }

    /// Labels are of our own making, or anybody could make endlessly many.
    private func measure(_ request: Request, _ route: String?, _ response: Response, _ duration: Duration) {
        let isKnown = route != nil && table.methods(for: request.uri.path).contains(request.method)
        var labels = ["method": isKnown ? request.method.rawValue : "other", "route": route ?? "none"]
        metrics.observe(.httpDuration, labels, duration)
        labels["status"] = "\(response.status.code)"
        metrics.count(.httpRequests, labels)
    }

    private func answer(to request: Request, _ route: String?, _ context: APIContext) async -> Response {
        if access.sessions != nil, let file = AssetResponder.response(to: request) { return file }
        var context = context
        do {
            let isOpen = RouteRoles.isOpen(request.uri.path)
            if !isOpen { context.principal = try access.principal(of: request) }
            let known = try checked(route, of: request)
            if !isOpen { try RouteRoles.check(context.principal, request.method, known) }
            return try await carryOut(request, known, context)
        } catch {
            let response = Self.answer(for: error, to: request, context)
            audit.refuse(request, route, response, context)
            return response
        }
    }

    private func carryOut(_ request: Request, _ route: String, _ context: APIContext) async throws -> Response {
        let entry = try audit.begin(request, route, context)
        let response: Response
        do {
            response = try await routes.respond(to: request, context: context)
        } catch {
            response = Self.answer(for: error, to: request, context)
        }
        audit.finish(entry, response, context)
        return response
    }

    private func checked(_ route: String?, of request: Request) throws -> String {
        guard let route else { throw RequestError.unknownRoute(request.uri.path) }
        let methods = table.methods(for: request.uri.path)
        guard methods.contains(request.method) else {
            throw RequestError.wrongMethod(request.method.rawValue, allowed: methods.map(\.rawValue))
        }
        return route
    }

    private static func answer(for error: any Error, to request: Request, _ context: APIContext) -> Response {
        let error = requestError(for: error, to: request, context)
        do {
            var response = try JSONAnswer(error.body, status: error.status).response()
            response.headers.append(contentsOf: error.headers)
            return response
        } catch {
            return Response(status: .internalServerError)
        }
    }

    private static func requestError(for error: any Error, to request: Request, _ context: APIContext) -> RequestError {
        switch error {
        case let error as RequestError: return error
        case let error as EngineError: return RequestError(error)
        case is CancellationError: return .shuttingDown
        default:
            context.logger.error(
                "Unexpected failure of \(request.method.rawValue) \(request.uri.path)",
                metadata: ["error": "\(error)"]
            )
            // Not `context.id`, which traps where the log handler keeps no metadata.
            let id = context.logger[metadataKey: "hb.request.id"].map { "\($0)" }
            return .unexpected(requestID: id)
        }
    }

    private static let securityHeaders: [(HTTPField.Name, String)] = [
        (.cacheControl, "no-store"),
        (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        (.xContentTypeOptions, "nosniff"),
    ]
}
