import ArgumentParser

/// The program `dblab-server`.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dblab-server",
        abstract: "Thin clones of PostgreSQL: the engine and the care of its pools.",
        version: Version.current,
        subcommands: [
            RunCommand.self, ConfigCommand.self, PoolCommand.self, DoctorCommand.self, CatalogCommand.self,
            CheckerCommand.self, MaskingCommand.self,
        ],
        defaultSubcommand: RunCommand.self
    )
}
