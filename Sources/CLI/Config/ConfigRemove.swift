import ArgumentParser

/// `dblab config remove ENVIRONMENT_ID`.
struct ConfigRemove: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "remove", abstract: "Forget an engine.")

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The environment.") var environmentID: String?

    func run() throws {
        let id = try ConfigArgument.required(environmentID)
        var current = ""
        try EnvironmentFile.update { file in
            _ = try file.environment(id)
            file.environments[id] = nil
            if file.currentEnvironment == id { file.currentEnvironment = file.environments.keys.min() ?? "" }
            current = file.currentEnvironment
        }
        try global.say("Environment \"\(id)\" is successfully removed.")
        if global.output != .json { Output.text("The current environment is \"\(current)\".") }
    }
}
