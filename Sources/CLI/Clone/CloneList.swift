import API
import ArgumentParser

/// `dblab clone list`.
struct CloneList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List all clones, newest first.")

    @OptionGroup(title: "Global options") var global: GlobalOptions

    func run() async throws {
        try await Connection.run(global) { client, _ in
            let clones = try await client.clones()
            guard global.output == .text else { return try Output.json(try clones.map(View.clone)) }
            var table = Table(header: ["ID", "STATUS", "PORT", "DIFF", "SNAPSHOT", "CREATED"])
            table.rows = clones.map(Self.row)
            table.print()
        }
    }

    private static func row(_ clone: Clone) -> [String] {
        [
            clone.id, clone.status.code.rawValue, clone.db.port, ByteCount.text(clone.metadata.cloneDiffSize),
            clone.snapshot?.id ?? "-", clone.createdAt.text(in: .local),
        ]
    }
}
