import API
import ArgumentParser

/// `dblab instance version`.
struct InstanceVersion: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Show the engine's version.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        try await Connection.run(global) { client, _ in
            let version = try await client.version()
            guard global.output == .text else { return try Output.json(version) }
            Output.text(version.version)
        }
    }
}
