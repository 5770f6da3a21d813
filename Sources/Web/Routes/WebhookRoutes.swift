import API
import Engine
import Hummingbird

/// How the receivers of webhooks are doing.
struct WebhookRoutes {
    let services: WebServices
    private static let limits = 0...200

    func add(to router: Router<APIContext>) {
        router.get("/instance/webhooks") { request, _ in try list(request) }
    }

    private func list(_ request: Request) throws -> JSONAnswer {
        let text = try Query(request)["deliveries"]
        guard let limit = text.map({ Int($0) }) ?? 20, Self.limits.contains(limit) else {
            throw RequestError.badRequest(
                "invalid value for `deliveries`: it must be a number from 0 to \(Self.limits.upperBound)"
            )
        }
        return JSONAnswer(try services.webhooks.value.map { try state(of: $0, deliveries: limit) })
    }

    private func state(of hook: Webhook, deliveries limit: Int) throws -> WebhookState {
        let position = try services.catalog.webhookPosition(hook.url)
        return WebhookState(
            url: hook.publicURL,
            trigger: hook.triggers.map(\.rawValue).sorted(),
            pending: try services.catalog.pendingEvents(of: hook),
            failures: position?.failures ?? 0,
            nextAttempt: position?.retryAt.map { Timestamp($0) },
            deliveries: try services.catalog.webhookDeliveries(to: hook.url, limit: limit).map {
                API.WebhookDelivery($0)
            }
        )
    }
}
