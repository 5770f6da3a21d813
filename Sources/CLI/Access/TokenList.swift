import API
import ArgumentParser

/// `dblab token list`.
struct TokenList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all tokens, by name.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        try await Connection.run(global) { client, _ in
            let tokens = try await client.tokens()
            guard global.output == .text else { return try Output.json(tokens) }
            var table = Table(header: ["ID", "NAME", "OWNER", "ROLE", "SCOPE", "EXPIRES AT", "LAST USED AT"])
            table.rows = tokens.map(Self.row)
            table.print()
        }
    }

    private static func row(_ token: Token) -> [String] {
        [
            token.id, token.name, token.owner, token.role, scope(token.scope),
            token.expiresAt?.text(in: .local) ?? "never", token.lastUsedAt?.text(in: .local) ?? "never",
        ]
    }

    private static func scope(_ scope: TokenScope) -> String {
        let parts =
            (scope.ownClonesOnly ? ["own clones"] : []) + (scope.maskedSnapshotsOnly ? ["masked"] : []) + scope.branches
        return parts.isEmpty ? "-" : parts.joined(separator: ", ")
    }
}
