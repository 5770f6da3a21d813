import API
import ArgumentParser

/// `dblab token revoke TOKEN_ID`.
struct TokenRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "End a token, and the sessions of the web UI that were begun with it."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The token's id.") var tokenID: String?

    func run() async throws {
        guard let tokenID else { throw CommandError.usage("TOKEN_ID argument is required") }
        let id = try ArgumentCheck.name(tokenID, of: "TOKEN_ID")
        try await Connection.run(global) { client, _ in
            try await client.revokeToken(id)
            try global.say("Revoked token '\(id)'")
        }
    }
}
