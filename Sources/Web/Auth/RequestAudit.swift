import Engine
import HTTPTypes
import Hummingbird
import Logging
import Synchronization

/// Writes down who asks for what, before it is done, and what came of it.
struct RequestAudit: Sendable {
    /// None where there is no catalog.
    let trail: AuditTrail?
    /// Nobody fills the disk by knocking.
    private let strangers = SignInLimit()

    /// A request that changes something and is about to be carried out.
    func begin(_ request: Request, _ route: String, _ context: APIContext) throws -> Int64? {
        guard let trail, !request.isReading, !RouteRoles.isOpen(request.uri.path) else { return nil }
        return try trail.record(entry(request, route, context))
    }

    /// What came of it.
    func finish(_ id: Int64?, _ response: Response, _ context: APIContext) {
        guard let trail, let entry = id else { return }
        do {
            let remark = context.remark.value
            try trail.finish(entry, status: response.status.code, target: remark.target, detail: remark.detail)
        } catch {
            context.logger.error(
                "The outcome of audit entry \(entry) cannot be written",
                metadata: ["error": "\(error)"]
            )
        }
    }

    /// A request that was turned away before anything of it was done.
    func refuse(_ request: Request, _ route: String?, _ response: Response, _ context: APIContext) {
        guard let trail, !RouteRoles.isOpen(request.uri.path) else { return }
        switch response.status {
        case .unauthorized:
            guard Authentication.hasToken(request.headers), strangers.allows() else { return }
            strangers.fail()
        case .forbidden: break
        default: return
        }
        do {
            _ = try trail.record(entry(request, route ?? request.uri.path, context, status: response.status.code))
        } catch {
            context.logger.error("A refusal cannot be written to the audit trail", metadata: ["error": "\(error)"])
        }
    }

    private func entry(_ request: Request, _ route: String, _ context: APIContext, status: Int? = nil) -> AuditEntry {
        AuditEntry(
            by: context.principal,
            address: context.address,
            action: RouteRoles.action(request.method, String(route.prefix(200))),
            target: String(request.uri.string.prefix(512)),
            status: status
        )
    }
}

/// What a route adds to the audit entry of its request.
final class AuditRemark: Sendable {
    private let state = Mutex<(target: String?, detail: String?)>((nil, nil))

    var value: (target: String?, detail: String?) { state.withLock { $0 } }

    /// Names the thing, where the request did not.
    func target(_ text: String) { state.withLock { $0.target = text } }

    /// Tells more.
    func detail(_ text: String) { state.withLock { $0.detail = text } }
}
