import API
import ArgumentParser

/// `dblab snapshot delete SNAPSHOT_ID`.
struct SnapshotDelete: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete a snapshot.")

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The snapshot.") var snapshotID: String?
    @Flag(help: "Also destroy the unprotected clones of it.") var force = false

    func run() async throws {
        let id = try ArgumentCheck.snapshotID(snapshotID)
        try await Connection.run(global) { client, _ in
            _ = try await client.deleteSnapshot(id, force: force)
            try global.say("Deleted snapshot '\(id)'")
        }
    }
}
