import ArgumentParser

/// `dblab audit`.
struct AuditCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Show and export who asked for what.",
        usage: "dblab audit [<options>] <subcommand>",
        subcommands: [AuditList.self, AuditExport.self]
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
}

/// Which entries are wanted.
struct AuditOptions: ParsableArguments {
    @Option(help: "Of this person or service.") var actor: String?
    @Option(help: "With this text in action, target or detail.") var text: String?
    @Option(help: "With this result: done, refused, failed, unfinished.") var result: String?
    @Option(help: "From this moment on, such as 2026-01-31T15:04:05Z.") var since: String?
    @Option(help: "Before this moment.") var until: String?

    var query: [(name: String, value: String?)] {
        [("actor", actor), ("text", text), ("result", result), ("since", since), ("until", until)]
    }
}
