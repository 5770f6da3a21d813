package import FoundationEssentials

/// Brings messages to their receivers over the network.
package protocol WebhookSender: Sendable {
    /// Sends one message once.
    /// - Returns: the HTTP status of the answer.
    /// - Throws: ``WebhookSilence`` if there is none in time, `CancellationError`.
    func send(_ request: WebhookRequest) async throws -> Int

    /// Closes what is open; nothing is sent afterwards.
    func shutDown() async
}

/// A message on its way to a receiver.
package struct WebhookRequest: Sendable {
    package var hook: Webhook
    /// The same in every attempt, by which receivers know what they have already.
    package var delivery: String
    package var sentAt: Date
    /// JSON.
    package var body: String

    package init(hook: Webhook, delivery: String, sentAt: Date, body: String) {
        self.hook = hook
        self.delivery = delivery
        self.sentAt = sentAt
        self.body = body
    }
}

/// A receiver that did not answer.
package struct WebhookSilence: Error {
    /// Why, without any secret.
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}
