import ArgumentParser

/// `dblab`, the root of the command tree.
struct Dblab: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dblab",
        abstract: "Thin clones of PostgreSQL databases.",
        usage: "dblab [<options>] <subcommand>",
        discussion:
            "Options may stand before or after arguments. Settings come from options, then from the environment "
            + "variables DBLAB_*, then from ~/.dblab/cli/cli.yml.",
        version: Version.current,
        subcommands: [
            Init.self, Config.self, InstanceCommands.self, SnapshotCommands.self, CloneCommands.self,
            BranchCommand.self, Switch.self, CommitCommand.self, Log.self, LocalInstall.self, PortForward.self,
            TokenCommands.self, AuditCommands.self, Completion.self,
        ]
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
}
