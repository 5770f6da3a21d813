import ArgumentParser
import SystemPackage

/// Where the configuration is, for commands that need one.
struct ConfigurationOption: ParsableArguments {
    @Option(help: "The configuration file.")
    var config = "configs/server.yml"

    /// - Throws: ``ConfigurationError``.
    func load() throws -> ServerConfiguration {
        try ServerConfiguration.load(FilePath(config)).configuration
    }
}
