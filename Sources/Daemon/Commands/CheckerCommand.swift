import ArgumentParser
import Engine
import Logging
import ServiceLifecycle
import SystemPackage
import UnixSignals
import Web

/// Runs the checker of migrations in the foreground until SIGTERM or SIGINT.
struct CheckerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ci",
        abstract: "Run the checker of migrations, compatible with dblab-ci-checker."
    )

    @Option(help: "The configuration file.")
    var config = "configs/ci_checker.yml"

    func run() async throws {
        let (file, warnings) = try CheckerFile.load(FilePath(config))
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = file.app.debug ? .debug : .info
            return handler
        }
        let logger = Logger(label: "dblab.ci")
        for warning in warnings { logger.notice("\(warning)") }
        let web = try WebApplication(
            checker: try file.configuration(),
            facts: EngineFacts(version: Version.current, instanceID: "dblab-ci-checker"),
            configuration: file.web(),
            logger: Logger(label: "dblab.web"),
            onListening: { [host = file.app.host] in logger.info("listening on \(host):\($0)") }
        )
        var quiet = logger
        quiet.logLevel = .info
        var group = ServiceGroupConfiguration(
            services: [web],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: quiet
        )
        group.maximumGracefulShutdownDuration = .seconds(60)
        try await ServiceGroup(configuration: group).run()
    }
}
