import API
import Engine

extension API.WebhookDelivery {
    init(_ delivery: DomainWebhookDelivery) {
        self.init(
            event: delivery.event,
            eventType: delivery.trigger,
            entityID: delivery.entity,
            at: Timestamp(delivery.at),
            duration: delivery.duration,
            status: delivery.status,
            result: delivery.result.rawValue,
            message: delivery.failure
        )
    }
}
