import API
import ArgumentParser

/// `dblab clone update CLONE_ID`.
struct CloneUpdate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Change a clone's protection or scheduled deletion; without --protected its protection ends."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone.") var cloneID: String?
    @Option(
        name: [.long, .customShort("p")],
        help: "Protect from removal: true, false, minutes, 30m, 2h, 7d; 0 for ever."
    )
    var protected: String?
    @Option(help: "Destroy it by itself after so long: minutes, 30m, 2h, 7d; never takes that back.")
    var deleteAfter: String?

    func run() async throws {
        let id = try ArgumentCheck.cloneID(cloneID)
        let protection = try (Protection.parsed(protected) ?? .off).request
        let deleteAt = try Deletion.parsed(deleteAfter)
        try await Connection.run(global) { client, _ in
            let request = CloneUpdateRequest(
                protected: protection.protected,
                protectionDurationMinutes: protection.minutes,
                deleteAt: deleteAt
            )
            let clone = try await client.updateClone(id, request)
            guard global.output == .text else { return try Output.json(try View.clone(clone)) }
            CloneSummary(clone).print()
        }
    }
}
