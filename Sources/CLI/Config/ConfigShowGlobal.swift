import ArgumentParser

/// `dblab config show-global`.
struct ConfigShowGlobal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show-global",
        abstract: "Show the settings that belong to no engine."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() throws {
        try Output.json(try EnvironmentFile.load().settings)
    }
}
