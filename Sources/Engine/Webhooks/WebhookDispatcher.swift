import FoundationEssentials
import Logging
import ServiceLifecycle
import Synchronization

/// Tells the receivers of webhooks of events: each of them in order, at least once, and none later because of another.
///
/// It reads the same events as everybody else; how far each receiver is stands in the catalog.
package final class WebhookDispatcher: Service {
    let catalog: Catalog
    let hooks: Live<[Webhook]>
    let host: @Sendable () -> String
    let sender: any WebhookSender
    let policy: WebhookPolicy
    let metrics: Metrics
    private let queue = WorkQueue<String>()
    private let readers = Mutex<[String: Reader]>([:])
    private let logger = Logger(label: "dblab.webhooks")

    /// More receivers than anybody has; each waits for itself alone.
    private static let width = 1000
    private static let batch = 100
    /// So many events without interest are looked at again after a restart at most.
    private static let skipLimit: Int64 = 1000

    /// What need not survive of a receiver's position.
    private struct Reader {
        /// No event up to this one is of interest.
        var scanned: Int64 = 0
        var retryAt: Date?
    }

    /// - Parameter host: where clones are reached.
    package init(
        catalog: Catalog,
        hooks: Live<[Webhook]>,
        host: @escaping @Sendable () -> String,
        sender: any WebhookSender,
        policy: WebhookPolicy = WebhookPolicy(),
        metrics: Metrics = Metrics()
    ) {
        self.catalog = catalog
        self.hooks = hooks
        self.host = host
        self.sender = sender
        self.policy = policy
        self.metrics = metrics
    }

    package func run() async throws {
        let (events, changes) = (catalog.changes.subscribe(), hooks.changes())
        // A message on its way when the engine stops is sent again by the next engine.
        await cancelWhenGracefulShutdown {
            self.adopt()
            await withDiscardingTaskGroup { group in
                group.addTask { for await _ in events { self.wakeAll() } }
                group.addTask { for await _ in changes { self.adopt() } }
                group.addTask { for await _ in AsyncTimer(interval: self.policy.tick) { self.wakeDue() } }
                group.addTask { await self.queue.run(width: Self.width) { await self.serve($0) } }
            }
        }
        await sender.shutDown()
        // Or a trigger that is added before the next start would tell of what was before.
        for (url, reader) in readers.withLock({ $0 }) { try? catalog.skipEvents(through: reader.scanned, for: url) }
    }

    private func adopt() {
        do { try catalog.adoptWebhooks(Set(hooks.value.map(\.url))) } catch {
            logger.error("the positions of webhooks cannot be written: \(error)")
        }
        wakeAll()
    }

    private func wakeAll() {
        for hook in hooks.value { queue.put(hook.url) }
    }

    private func wakeDue() {
        let now = Date()
        let due = readers.withLock { readers in readers.filter { $0.value.retryAt.map { $0 <= now } ?? false } }
        for url in due.keys { queue.put(url) }
    }

    /// Delivers to a receiver until there is nothing for it, or it fails.
    private func serve(_ url: String) async {
        do {
            while !Task.isCancelled, let hook = hooks.value.first(where: { $0.url == url }) {
                guard let position = try catalog.webhookPosition(url), isDue(position) else { return }
                guard let (event, message) = try next(for: hook, at: position) else { return }
                // It may have been taken away meanwhile, and is to hear of nothing that happened afterwards.
                guard hooks.value.contains(where: { $0.url == url }) else { return }
                guard try await deliver(message, of: event, to: hook, at: position) else { return }
            }
            readers.withLock { $0[url] = nil }
        } catch is CancellationError {
            // What was on its way is sent again by the next engine.
        } catch {
            logger.error("webhooks cannot be read: \(error)", metadata: ["hook": "\(url.webhookName)"])
            readers.withLock { $0[url, default: Reader()].retryAt = Date() + policy.longestPause.inSeconds }
        }
    }

    /// A time that the clock was set back from is none to wait for.
    private func isDue(_ position: WebhookPosition) -> Bool {
        let now = Date()
        let latest = now + policy.longestPause.inSeconds
        guard let retryAt = position.retryAt, retryAt > now, retryAt <= latest else { return true }
        readers.withLock { $0[position.url, default: Reader()].retryAt = retryAt }
        return false
    }

    /// The next event that a receiver wants to know of; `nil` if there is none yet.
    private func next(for hook: Webhook, at position: WebhookPosition) throws -> (Event, WebhookMessage)? {
        var scanned = max(position.cursor, readers.withLock { $0[hook.url]?.scanned ?? 0 })
        while true {
            let (events, through) = try catalog.events(after: scanned, kinds: WebhookMessage.kinds, limit: Self.batch)
            for event in events {
                if let message = WebhookMessage(event, host: host()), hook.triggers.contains(message.trigger) {
                    return (event, message)
                }
            }
            scanned = max(scanned, through)
            readers.withLock { $0[hook.url] = Reader(scanned: scanned) }
            if events.count < Self.batch { break }
        }
        if scanned - position.cursor > Self.skipLimit { try catalog.skipEvents(through: scanned, for: hook.url) }
        return nil
    }
}

extension WebhookDispatcher {
    /// One attempt.
    /// - Returns: whether to go on with the next event.
    private func deliver(
        _ message: WebhookMessage,
        of event: Event,
        to hook: Webhook,
        at position: WebhookPosition
    ) async throws -> Bool {
        let start = ContinuousClock.now
        let now = Date()
        let id = event.id ?? 0
        let request = WebhookRequest(
            hook: hook,
            // Numbers of events begin again after the loss of a catalog.
            delivery: "\(id)-\(Int(event.at.timeIntervalSince1970))",
            sentAt: now,
            body: try message.text()
        )
        let (status, failure) = try await answer(to: request)
        var delivery = WebhookDelivery(
            url: hook.url,
            event: id,
            trigger: message.trigger.rawValue,
            entity: message.entity,
            at: now,
            duration: (ContinuousClock.now - start).inSeconds,
            status: status,
            result: failure == nil ? .delivered : .failed,
            failure: failure
        )
        let failures = position.failures + 1
        if failure != nil, policy.givesUp(event, failures: failures, at: now) { delivery.result = .abandoned }
        let retryAt = failure == nil ? nil : Date() + policy.pause(afterFailures: failures).inSeconds
        try catalog.record(delivery, retryAt: retryAt)
        readers.withLock { $0[hook.url, default: Reader()].retryAt = retryAt }
        report(delivery, to: hook, failures: failures)
        return failure == nil
    }

    private func answer(to request: WebhookRequest) async throws -> (status: Int?, failure: String?) {
        do {
            let status = try await sender.send(request)
            switch status {
            case 200..<300: return (status, nil)
            case 300..<400: return (status, "the receiver answered with status \(status); redirects are not followed")
            default: return (status, "the receiver answered with status \(status)")
            }
        } catch let silence as WebhookSilence {
            return (nil, silence.reason)
        }
    }

    private func report(_ delivery: WebhookDelivery, to hook: Webhook, failures: Int) {
        metrics.count(.webhookDeliveries, ["result": delivery.result.rawValue])
        metrics.observe(.webhookDuration, seconds: delivery.duration)
        let metadata: Logger.Metadata = [
            "hook": "\(hook.url.webhookName)", "event": "\(delivery.event)", "trigger": "\(delivery.trigger)",
        ]
        let reason = delivery.failure ?? ""
        switch delivery.result {
        case .delivered: logger.debug("webhook delivered", metadata: metadata)
        case .abandoned: logger.warning("event given up for a webhook: \(reason)", metadata: metadata)
        // Said once; the deliveries tell the rest.
        case .failed where failures == 1: logger.notice("webhook failed, tried again: \(reason)", metadata: metadata)
        case .failed: logger.debug("webhook failed again: \(reason)", metadata: metadata)
        }
    }
}

extension String {
    /// Host and port of an address: its path may be a secret.
    fileprivate var webhookName: String {
        let rest = firstRange(of: "://").map { self[$0.upperBound...] } ?? self[...]
        return String(rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.split(separator: "@").last ?? "")
    }
}
