import ArgumentParser
import SystemPackage

/// Says what is wrong with a configuration.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check a configuration.",
        subcommands: [Check.self, Reference.self]
    )

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check a configuration, line by line, without starting anything."
        )

        @Argument(help: "The configuration file.")
        var file = "configs/server.yml"

        func run() throws {
            let loaded = try ServerConfiguration.load(FilePath(file))
            for warning in loaded.warnings { print(warning) }
            print("\(file): is valid")
        }
    }

    struct Reference: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print the reference of all keys.",
            shouldDisplay: false
        )

        func run() { print(ConfigurationReference.markdown(), terminator: "") }
    }
}
