import API
import ArgumentParser

/// `dblab commit`.
struct CommitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commit",
        abstract: "Keep the present state of a clone as the newest snapshot of its branch; the clone goes on."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Option(help: "The clone.") var cloneID: String?
    @Option(name: [.long, .customShort("m")], help: "What to say about it.") var message: String?

    func run() async throws {
        let request = CommitRequest(
            cloneID: try ArgumentCheck.cloneID(cloneID, required: "--clone-id"),
            message: try message.map { try ArgumentCheck.text($0, of: "--message", longest: 4096) }
        )
        try await Connection.run(global) { client, _ in
            let commit = try await client.commit(request)
            guard global.output != .json else { return try Output.json(commit) }
            Output.text("Created new snapshot '\(commit.snapshotID)'")
        }
    }
}
