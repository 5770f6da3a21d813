import ArgumentParser

/// `dblab config create ENVIRONMENT_ID`.
struct ConfigCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Add an engine and use it from now on."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The environment.") var environmentID: String?

    func run() throws {
        let id = try ConfigArgument.required(environmentID)
        try EnvironmentFile.update { file in
            let environment = try file.addEnvironment(id, from: global)
            file.environments[id] = environment
            file.currentEnvironment = id
        }
        try global.say("The \"\(id)\" environment is successfully created.")
    }
}
