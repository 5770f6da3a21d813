import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again at SIGHUP, and says of each changed key what became of it.
struct ReloadSignal: Service {
    let configuration: LiveConfiguration
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                let reload = try await configuration.reload()
                for line in reload.warnings + reload.lines { logger.notice("\(line)") }
            } catch let error as ConfigurationError {
                for problem in error.problems { logger.error("\(problem)") }
                logger.error("the configuration is not applied: the one in force stays")
            } catch {
                logger.error("the configuration is not applied, the one in force stays: \(error)")
            }
        }
    }
}
