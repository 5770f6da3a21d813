import API
import ArgumentParser

/// `dblab token create NAME`.
struct TokenCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a token; its secret is shown this once."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "What it is for.") var name: String?
    @Option(help: "What its bearer may do: viewer, user, admin.") var role: String = "user"
    @Option(help: "The person that it is for, whom his clones belong to; a service's token if absent.")
    var owner: String?
    @Flag(help: "Show and change clones of its owner only.") var ownClonesOnly = false
    @Flag(help: "Make clones of masked snapshots only.") var maskedOnly = false
    @Option(name: .customLong("branch"), help: "Make clones and branches in branches of this pattern only; repeatable.")
    var branches: [String] = []
    @Option(help: "End by itself after so long: minutes, 30m, 2h, 7d.") var expireAfter: String?

    func run() async throws {
        guard let name else { throw CommandError.usage("NAME argument is required") }
        let request = TokenCreateRequest(
            name: try ArgumentCheck.text(name, of: "NAME", longest: 100),
            kind: owner == nil ? "service" : "personal",
            owner: try owner.map { try ArgumentCheck.text($0, of: "--owner", longest: 320) } ?? "",
            role: role,
            scope: TokenScope(
                ownClonesOnly: ownClonesOnly,
                maskedSnapshotsOnly: maskedOnly,
                branches: try branches.map { try ArgumentCheck.text($0, of: "--branch", longest: 100) }
            ),
            expiresAt: try Deletion.parsed(expireAfter, option: "--expire-after")
        )
        try await Connection.run(global) { client, _ in
            let token = try await client.createToken(request)
            guard global.output == .text else { return try Output.json(token) }
            // Alone on standard output, for scripts.
            Output.text(token.token ?? "")
            Output.warning("this is the only time that the token is shown")
        }
    }
}
