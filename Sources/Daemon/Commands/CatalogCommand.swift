import ArgumentParser
import Engine

/// Cares for the catalog.
struct CatalogCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalog",
        abstract: "Recover a lost catalog.",
        subcommands: [Rebuild.self]
    )

    struct Rebuild: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a new catalog from the records in the datasets. The engine must not run."
        )

        @OptionGroup var file: ConfigurationOption

        func run() async throws {
            let configuration = try file.load()
            let lock = try StateLock(directory: configuration.stateDirectory)
            let rebuild = CatalogRebuild(
                file: configuration.catalogFile,
                pools: try await configuration.openPools().all,
                ports: try configuration.ports()
            )
            let rows = try await rebuild.run()
            withExtendedLifetime(lock) {}
            for remark in rows.remarks { print("note: \(remark)") }
            print(
                "rebuilt \(configuration.catalogFile): \(rows.snapshots.count) snapshots, \(rows.clones.count) clones"
            )
        }
    }
}
