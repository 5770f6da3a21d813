import Engine
import Foundation
import Testing

@Suite struct WebhookPolicyTests {
    @Test(arguments: [(1, 1), (2, 2), (3, 4), (9, 256), (10, 300), (1_000_000, 300)])
    func pausesGrowUpToABound(failures: Int, seconds: Int) {
        #expect(WebhookPolicy().pause(afterFailures: failures) == .seconds(seconds))
    }

    @Test func anEventIsGivenUpOnlyAfterTimeAndFailures() {
        let policy = WebhookPolicy()
        let now = Date()
        let (old, new) = (Event(at: now - 4 * 86400, subject: "", kind: ""), Event(at: now, subject: "", kind: ""))
        #expect(policy.givesUp(old, failures: 20, at: now))
        // The clock may have been set, or the engine was away.
        #expect(!policy.givesUp(old, failures: 19, at: now))
        #expect(!policy.givesUp(new, failures: 1000, at: now))
    }

    @Test(arguments: [
        ("https://u:p@host:1/a?token=x#y", "https://host:1/a"), ("http://host", "http://host"), ("odd", "odd"),
    ])
    func addressesAreShownWithoutSecrets(url: String, shown: String) {
        let hook = Webhook(url: url, secret: "top", triggers: [])
        #expect(hook.publicURL == shown)
        #expect(!"\(hook)".contains("top") && !String(reflecting: [hook]).contains("top"))
    }
}
