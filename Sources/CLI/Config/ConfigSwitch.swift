import ArgumentParser

/// `dblab config switch ENVIRONMENT_ID`.
struct ConfigSwitch: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "switch", abstract: "Use another engine from now on.")

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The environment.") var environmentID: String?

    func run() throws {
        let id = try ConfigArgument.required(environmentID)
        try EnvironmentFile.update { file in
            _ = try file.environment(id)
            file.currentEnvironment = id
        }
        try global.say("The CLI environment is successfully switched to \"\(id)\".")
    }
}
