import API
import ArgumentParser

/// `dblab snapshot update SNAPSHOT_ID`.
struct SnapshotUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change a snapshot's protection or scheduled deletion."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The snapshot.") var snapshotID: String?
    @Option(
        name: [.long, .customShort("p")],
        help: "Protect from removal: true, false, minutes, 30m, 2h, 7d; 0 for ever."
    )
    var protected: String?
    @Option(help: "Delete it by itself after so long: minutes, 30m, 2h, 7d; never takes that back.")
    var deleteAfter: String?

    func run() async throws {
        let id = try ArgumentCheck.snapshotID(snapshotID)
        let protection = try Protection.parsed(protected)?.request
        let deleteAt = try Deletion.parsed(deleteAfter)
        guard protection != nil || deleteAt != nil else {
            throw CommandError.usage("nothing to update: specify --protected or --delete-after")
        }
        try await Connection.run(global) { client, _ in
            let update = SnapshotUpdate(
                protected: protection?.protected,
                protectionDurationMinutes: protection?.minutes,
                deleteAt: deleteAt
            )
            let snapshot = try await client.updateSnapshot(id, update)
            guard global.output == .text else { return try Output.json(try View.snapshot(snapshot)) }
            Output.text("Updated snapshot '\(snapshot.id)'")
        }
    }
}
