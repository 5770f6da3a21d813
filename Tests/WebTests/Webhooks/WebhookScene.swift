import Engine
import Logging
import ServiceLifecycle
import StubEngine
import Web

/// A catalog with receivers of webhooks, and the service that tells them.
struct WebhookScene {
    let engine: TestEngine
    let hooks: Live<[Webhook]>
    var catalog: Catalog { engine.catalog }

    init(_ hooks: [Webhook] = []) throws {
        engine = try TestEngine()
        self.hooks = Live(hooks)
    }

    static func hook(_ url: String, secret: String = "s3cret", _ triggers: Set<WebhookTrigger> = [.branchCreate])
        -> Webhook
    {
        Webhook(url: url, secret: secret, triggers: triggers)
    }

    /// A receiver that always answers the same.
    static func answer(_ answer: StubAnswer) -> @Sendable (StubRequest) -> StubAnswer { { _ in answer } }

    /// Runs the service while `body` runs, then stops it as the daemon does.
    func run(
        timeout: Duration = .seconds(10),
        policy: WebhookPolicy = WebhookPolicy(firstPause: .milliseconds(10), tick: .milliseconds(10)),
        _ body: @Sendable () async throws -> Void
    ) async throws {
        let dispatcher = WebhookDispatcher(
            catalog: catalog,
            hooks: hooks,
            host: { "db.example" },
            sender: HTTPWebhookSender(timeout: timeout),
            policy: policy
        )
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let group = ServiceGroup(configuration: .init(services: [dispatcher], logger: quiet))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            do { try await body() } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Something that webhooks are told of.
    func happen(_ name: String) throws { try catalog.append("branch.created", to: "branch:\(name)") }

    /// Waits until a receiver has a position.
    func adopted(_ url: String) async throws {
        try await until { try catalog.webhookPosition(url) != nil }
    }

    /// Waits until the log of deliveries says so.
    func deliveries(to url: String, until isEnough: ([WebhookDelivery]) -> Bool) async throws -> [WebhookDelivery] {
        var found: [WebhookDelivery] = []
        try await until {
            found = try catalog.webhookDeliveries(to: url, limit: 200).reversed()
            return isEnough(found)
        }
        return found
    }

    /// Looks again and again; the limit of the test's time ends it.
    func until(_ isDone: () throws -> Bool) async throws {
        while try !isDone() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
