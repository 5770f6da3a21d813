import ArgumentParser

/// `dblab clone`.
struct CloneCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clone",
        abstract: "Create, look at, reset and destroy clones.",
        usage: "dblab clone [<options>] <subcommand>",
        subcommands: [
            CloneList.self, CloneStatusCommand.self, CloneCreate.self, CloneUpdate.self, CloneReset.self,
            CloneRetry.self, CloneDestroy.self, ObservationStart.self, ObservationStop.self,
            ObservationSummaryCommand.self, ArtifactDownload.self, ClonePortForward.self,
        ]
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
}
