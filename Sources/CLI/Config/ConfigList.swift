import ArgumentParser

/// `dblab config list`.
struct ConfigList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all engines.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() throws {
        let file = try EnvironmentFile.load()
        let ids = file.environments.keys.sorted()
        guard global.output != .json else {
            return try Output.json(
                try ids.map { EnvironmentView(id: $0, settings: try file.environment($0)).withoutToken }
            )
        }
        Output.text("Available CLI environments:")
        var table = Table(header: ["", "ENV", "URL", "FORWARDING SERVER URL", "FORWARDING PORT"])
        table.rows = try ids.map { id in
            let environment = try file.environment(id)
            return [
                id == file.currentEnvironment ? "[*]" : "", id, environment.url, environment.forwarding.serverURL,
                environment.forwarding.localPort,
            ]
        }
        table.print()
    }
}
