import ArgumentParser

/// `dblab init`: writes the first environment.
struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Name an engine and use it from now on. Connects to nothing."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Option(help: "What to call the engine.") var environmentID: String

    func run() throws {
        try EnvironmentFile.update { file in
            let environment = try file.addEnvironment(environmentID, from: global)
            file.environments[environmentID] = environment
            file.currentEnvironment = environmentID
        }
        try global.say(
            "Database Lab CLI is successfully initialized. Environment \"\(environmentID)\" is created."
        )
    }
}
