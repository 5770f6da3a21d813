import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Testing
import Web

@Suite struct WebhookRoutesTests {
    @Test func receiversAreListedWithoutTheirSecrets() async throws {
        let url = "http://127.0.0.1:1/hook?token=hidden"
        let scene = try WebhookScene([WebhookScene.hook(url, secret: "s3cret")])
        try scene.catalog.adoptWebhooks([url])
        try scene.happen("one")
        var engine = scene.engine
        engine.services.webhooks = scene.hooks
        try await engine.test { requests in
            let answer = try await requests.get("/instance/webhooks")
            #expect(answer.status == .ok)
            #expect(!answer.text.contains("hidden") && !answer.text.contains("s3cret"))
            let states: [WebhookState] = try answer.value()
            #expect(
                states == [
                    WebhookState(url: "http://127.0.0.1:1/hook", trigger: ["branch_create"], pending: 1, failures: 0)
                ]
            )
        }
    }

    @Test(arguments: ["x", "-1", "201", "1e3"])
    func aWrongNumberIsRefused(text: String) async throws {
        try await TestEngine().test { requests in
            let error = try await requests.get("/instance/webhooks?deliveries=\(text)").error(.badRequest)
            #expect(error.message.contains("`deliveries`"))
        }
    }
}
