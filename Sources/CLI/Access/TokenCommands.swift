import ArgumentParser

/// `dblab token`.
struct TokenCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Create, list and revoke tokens of persons and services.",
        usage: "dblab token [<options>] <subcommand>",
        subcommands: [TokenList.self, TokenCreate.self, TokenRevoke.self]
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
}
