import ArgumentParser

/// `dblab config update ENVIRONMENT_ID`.
struct ConfigUpdate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change an engine and use it from now on."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The environment.") var environmentID: String?

    func run() throws {
        let id = try ConfigArgument.required(environmentID)
        try EnvironmentFile.update { file in
            let old = try file.environment(id)
            var environment = old
            try environment.apply(global)
            guard environment != old else {
                throw CommandError.usage("config unchanged. Set options to update.")
            }
            file.environments[id] = environment
            file.currentEnvironment = id
        }
        try global.say("The \"\(id)\" environment is successfully updated.")
    }
}
