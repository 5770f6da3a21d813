import ArgumentParser

/// `dblab instance`.
struct InstanceCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "instance",
        abstract: "Look at the engine and refresh its data.",
        usage: "dblab instance [<options>] <subcommand>",
        subcommands: [
            InstanceStatusCommand.self, InstanceVersion.self, InstanceFullRefresh.self, InstanceRefreshCancel.self,
        ]
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
}
