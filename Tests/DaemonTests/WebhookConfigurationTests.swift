import Engine
import Testing

@testable import Daemon

@Suite struct WebhookConfigurationTests {
    private static func hooks(_ text: String) -> String { "\(ServerConfiguration.token)webhooks: {hooks: [\(text)]}\n" }

    @Test(arguments: [
        ("{trigger: [clone_create]}", "`webhooks.hooks.[].url` is missing"),
        ("{url: ftp://host/x}", "`webhooks.hooks.[].url` must be an address such as https://host/path"),
        ("{url: 'http://'}", "`webhooks.hooks.[].url` must be an address such as https://host/path"),
        ("{url: 'http://a b/'}", "`webhooks.hooks.[].url` must be an address such as https://host/path"),
        (
            "{url: 'http://u:p@host/'}",
            "`webhooks.hooks.[].url` must not hold a user or password: give a `secret` instead"
        ),
        ("{url: http://h, secret: \"a\\nb\"}", "`webhooks.hooks.[].secret` must be one line of ASCII characters"),
        (
            "{url: http://h, secret: a}, {url: http://h, secret: b}",
            "`webhooks.hooks.[].url` is given twice with different secrets"
        ),
    ])
    func problemsNameTheKey(text: String, problem: String) {
        let problems = ServerConfiguration.problems(of: Self.hooks(text))
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix(": \(problem)") == true, "\(problems)")
    }

    @Test func unknownTriggersAreRefused() {
        let problems = ServerConfiguration.problems(of: Self.hooks("{url: http://h, trigger: [clone_made]}"))
        #expect(problems.first?.contains("must be one of clone_create, clone_reset") == true)
    }

    @Test func aSecretMustBeSet() {
        let problems = ServerConfiguration.problems(of: Self.hooks("{url: http://h, secret: $NONE}"))
        #expect(problems.first?.contains("needs the environment variable NONE") == true)
    }

    @Test func entriesWithTheSameAddressAreOne() throws {
        let text = Self.hooks("{url: http://h, trigger: [clone_create]}, {url: http://h, trigger: [branch_create]}")
        let receivers = try ServerConfiguration.parse(text).configuration.webhookReceivers
        #expect(receivers == [Webhook(url: "http://h", secret: "", triggers: [.cloneCreate, .branchCreate])])
    }

    @Test func aChangeTakesEffectAtOnce() throws {
        let old = try ServerConfiguration.parse(ServerConfiguration.token)
        let new = try ServerConfiguration.parse(Self.hooks("{url: http://h}"))
        let changes = ConfigurationChange.all(from: old.values, to: new.values)
        #expect(changes == [ConfigurationChange(key: "webhooks.hooks", effect: .now)])
    }
}
