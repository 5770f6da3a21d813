import Engine
import Foundation
import StubEngine
import Testing
import Web

@Suite struct WebhookSignatureTests {
    private static func request(_ url: String, secret: String) -> WebhookRequest {
        WebhookRequest(
            hook: WebhookScene.hook(url, secret: secret),
            delivery: "7-1767225600",
            sentAt: Date(timeIntervalSince1970: 1_767_225_600),
            body: #"{"entity_id":"one"}"#
        )
    }

    private static func sent(secret: String) async throws -> StubRequest {
        try await StubEngine.with(WebhookScene.answer(.json(200, ""))) { stub in
            let sender = HTTPWebhookSender()
            #expect(try await sender.send(request("\(stub.url)/a?b=c", secret: secret)) == 200)
            await sender.shutDown()
            return try #require(stub.requests.first)
        }
    }

    @Test func aReceiverCanCheckTheSignature() async throws {
        let received = try await Self.sent(secret: "s3cret")
        #expect(received.line == "POST /a?b=c")
        #expect(received.headers["dblab-webhook-token"] == "s3cret")
        #expect(received.headers["dblab-webhook-delivery"] == "7-1767225600")
        #expect(received.headers["content-type"] == "application/json")
        let time = try #require(received.headers["dblab-webhook-timestamp"])
        #expect(time == "1767225600")
        // Of `printf '%s' '1767225600.{"entity_id":"one"}' | openssl dgst -sha256 -hmac s3cret`.
        let expected = "5ef09b0e820e7427f7674e6031a0054b0b87077e9066c3cfb17a7ddd5a537a80"
        #expect(received.headers["dblab-webhook-signature"] == "sha256=\(expected)")
    }

    @Test func withoutASecretNothingIsSigned() async throws {
        let received = try await Self.sent(secret: "")
        #expect(received.headers["dblab-webhook-token"] == nil)
        #expect(received.headers["dblab-webhook-signature"] == nil)
        #expect(received.headers["dblab-webhook-timestamp"] != nil)
    }

    @Test func silenceIsToldWithoutTheAddress() async throws {
        let sender = HTTPWebhookSender(timeout: .seconds(5))
        let silence = await #expect(throws: WebhookSilence.self) {
            try await sender.send(Self.request("http://127.0.0.1:1/secret-path", secret: "s3cret"))
        }
        #expect(silence?.reason.contains("secret") == false)
        await sender.shutDown()
    }
}
