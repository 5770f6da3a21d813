import API
import ArgumentParser

/// `dblab clone reset CLONE_ID`.
struct CloneReset: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset",
        abstract: "Take a clone back to its snapshot, or to another; it keeps its id, port and password."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?
    @Flag(name: [.long, .customShort("a")], help: "Return at once.") var async = false
    @Flag(help: "Go to the newest snapshot.") var latest = false
    @Option(help: "Go to this snapshot.") var snapshotID: String?

    func run() async throws {
        let id = try ArgumentCheck.cloneID(cloneID)
        guard snapshotID == nil || !latest else {
            throw CommandError.usage("--latest and --snapshot-id must not be specified together")
        }
        let request = CloneResetRequest(
            snapshotID: try snapshotID.map { try ArgumentCheck.snapshotID($0, required: "--snapshot-id") },
            latest: latest
        )
        try await Connection.run(global) { client, connection in
            let wait = CloneWait(client, connection)
            try await client.resetClone(id, request, wait: async ? nil : connection.timeout)
            guard !async else { return try global.say("The clone is being reset: \(id)") }
            let clone = try await wait.reset(id)
            guard global.output != .json else { return try Output.json(try View.clone(clone)) }
            Output.text("The clone has been successfully reset: \(id)")
        }
    }
}
