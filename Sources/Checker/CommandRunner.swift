import API
import CheckerSettings
import SystemPackage
import Tooling

/// Runs the commands of a migration one after the other, until one fails.
struct CommandRunner: Sendable {
    let configuration: RunnerConfiguration
    let workspace: Workspace

    func run(_ plan: MigrationPlan, connection: [String: String]) async throws -> [MigrationResult.Command] {
        var results: [MigrationResult.Command] = []
        for command in plan.commands {
            let result = try await run(command, plan.environment.merging(connection) { _, ours in ours })
            results.append(result)
            guard result.isSuccess else { break }
        }
        return results
    }

    private func run(_ command: MigrationPlan.Command, _ environment: [String: String]) async throws
        -> MigrationResult.Command
    {
        let tool = Tool(
            command.words[0],
            timeLimit: configuration.timeLimit,
            environment: environment.merging(["HOME": workspace.home.string]) { _, ours in ours },
            account: configuration.account,
            workingDirectory: workspace.source
        )
        let start = ContinuousClock.now
        var result = MigrationResult.Command(command: command.text)
        do {
            let transcript = try await tool.transcript(
                Array(command.words.dropFirst()),
                limit: configuration.outputLimit
            )
            result.status = transcript.status
            result.output = transcript.output + (transcript.isCut ? "\n… (cut here)" : "")
        } catch let failure as ToolFailure {
            result.status = -1
            result.failure = failure.reason
        }
        result.duration = Double((ContinuousClock.now - start) / .milliseconds(1)) / 1000
        return result
    }
}
