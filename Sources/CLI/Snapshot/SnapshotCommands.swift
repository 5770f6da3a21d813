import ArgumentParser

/// `dblab snapshot`.
struct SnapshotCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "List, take, protect and delete snapshots.",
        usage: "dblab snapshot [<options>] <subcommand>",
        subcommands: [SnapshotList.self, SnapshotCreate.self, SnapshotDelete.self, SnapshotUpdateCommand.self]
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
}
