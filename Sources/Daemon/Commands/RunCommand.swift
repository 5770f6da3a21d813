import ArgumentParser
import Engine
import FoundationEssentials
import Logging
import ServiceLifecycle
import SystemPackage

/// Runs the engine in the foreground until SIGTERM or SIGINT; clones go on running after it.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run the engine in the foreground; servers of clones outlive it."
    )

    @Option(help: "The configuration file.")
    var config = "configs/server.yml"

    func run() async throws {
        let loaded = try ServerConfiguration.load(FilePath(config))
        let live = LiveConfiguration(
            loaded,
            file: FilePath(config),
            environment: ProcessInfo.processInfo.environment
        )
        let level = try await live.follow { $0.global.debug ? Logger.Level.debug : .info }
        let format = loaded.configuration.global.logFormat
        let environment = live.environment
        let logs = LogRing(mask: try await live.follow { $0.secretMask(environment: environment) })
        LoggingSystem.bootstrap { label in
            let recorded = RecordingLogHandler(format.handler(label: label), label: label, ring: logs)
            return LeveledLogHandler(recorded, level: level)
        }
        let logger = Logger(label: "dblab.daemon")
        for warning in loaded.warnings { logger.notice("\(warning)") }
        let wiring = Wiring(live: live, configuration: loaded.configuration, logger: logger, logs: logs)
        let lock = try StateLock(directory: loaded.configuration.stateDirectory)
        defer { withExtendedLifetime(lock) {} }
        try await wiring.makeServices().run()
        logger.info("stopped; clones go on running")
    }
}
