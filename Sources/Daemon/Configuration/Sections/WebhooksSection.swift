import Engine
import FoundationEssentials

extension ServerConfiguration {
    /// Who is told of events.
    struct Webhooks: Codable, Equatable, Sendable {
        var hooks: [Hook]?

        /// One receiver.
        struct Hook: Codable, Equatable, Sendable {
            var url: String?
            var secret: String?
            var trigger: [String]?
        }
    }

    /// Who is told of events: of entries with the same address one.
    var webhookReceivers: [Webhook] {
        var receivers: [Webhook] = []
        for hook in webhooks?.hooks ?? [] {
            let triggers = Set((hook.trigger ?? []).compactMap { WebhookTrigger(rawValue: $0) })
            if let index = receivers.firstIndex(where: { $0.url == hook.url }) {
                receivers[index].triggers.formUnion(triggers)
            } else {
                receivers.append(Webhook(url: hook.url ?? "", secret: hook.secret ?? "", triggers: triggers))
            }
        }
        return receivers
    }
}

extension ServerConfiguration.Webhooks.Hook {
    /// What is wrong with its address; `nil` if nothing is.
    var addressProblem: String? {
        guard let url, !url.isEmpty else { return "is missing" }
        let parts = url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) ? URL(string: url) : nil
        guard let parts, ["http", "https"].contains(parts.scheme?.lowercased()), parts.host()?.isEmpty == false else {
            return "must be an address such as https://host/path"
        }
        return parts.user == nil ? nil : "must not hold a user or password: give a `secret` instead"
    }
}
