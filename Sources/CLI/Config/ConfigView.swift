import ArgumentParser

/// `dblab config view ENVIRONMENT_ID`.
struct ConfigView: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Show an engine, or the one in use; with its token."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The environment.") var environmentID: String?

    func run() throws {
        let file = try EnvironmentFile.load()
        let id = environmentID ?? file.currentEnvironment
        guard !id.isEmpty else { throw CommandError.notFound("no environment is in use; run \"dblab init\"") }
        try Output.json(EnvironmentView(id: id, settings: try file.environment(id)))
    }
}
