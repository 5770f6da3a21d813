import API
import ArgumentParser

/// `dblab switch BRANCH_NAME`.
struct Switch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "switch", abstract: "Work on another branch.")

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The branch.") var branchName: String?

    func run() async throws {
        guard let branchName else { throw CommandError.usage("BRANCH_NAME argument is required") }
        let name = try ArgumentCheck.name(branchName, of: "BRANCH_NAME")
        try await Connection.run(global) { client, _ in
            guard try await client.branches().contains(where: { $0.name == name }) else {
                throw CommandError.notFound("cannot confirm if branch exists: invalid reference: \(name)")
            }
            try CurrentBranch.set(name)
            try global.say("Switched to branch '\(name)'")
        }
    }
}
