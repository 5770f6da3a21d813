import API
import ArgumentParser

/// `dblab instance status`.
struct InstanceStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show the whole instance.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        try await Connection.run(global) { client, _ in
            let status = try await client.status()
            guard global.output == .text else { return try Output.json(try View.status(status)) }
            for line in InstanceSummary(status: status).lines { Output.text(line) }
        }
    }
}
