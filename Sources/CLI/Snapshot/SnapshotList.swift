import API
import ArgumentParser

/// `dblab snapshot list`.
struct SnapshotList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all snapshots, newest first.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        try await Connection.run(global) { client, _ in
            let snapshots = try await client.snapshots()
            guard global.output == .text else { return try Output.json(try snapshots.map(View.snapshot)) }
            var table = Table(header: ["ID", "DATA STATE AT", "SIZE", "USED", "CLONES", "PROTECTED"])
            table.rows = snapshots.map(Self.row)
            table.print()
        }
    }

    private static func row(_ snapshot: Snapshot) -> [String] {
        [
            snapshot.id, snapshot.dataStateAt.text(in: .local), ByteCount.text(snapshot.logicalSize),
            ByteCount.text(snapshot.physicalSize), "\(snapshot.numClones)", snapshot.protected ? "yes" : "no",
        ]
    }
}
