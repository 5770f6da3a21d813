import API
import ArgumentParser

/// `dblab clone status CLONE_ID`.
struct CloneStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "status", abstract: "Show one clone.")

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?

    func run() async throws {
        let id = try ArgumentCheck.cloneID(cloneID)
        try await Connection.run(global) { client, _ in
            let clone = try await client.clone(id)
            guard global.output == .text else { return try Output.json(try View.clone(clone)) }
            CloneSummary(clone).print()
        }
    }
}
