import ArgumentParser

/// `dblab config`.
struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Keep the engines that this program knows, in ~/.dblab/cli/cli.yml.",
        usage: "dblab config [<options>] <subcommand>",
        subcommands: [
            ConfigCreate.self, ConfigUpdate.self, ConfigView.self, ConfigList.self, ConfigSwitch.self,
            ConfigRemove.self,
            ConfigShowGlobal.self, ConfigSetGlobal.self,
        ]
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
}
