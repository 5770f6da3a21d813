package import API
package import CheckerSettings

/// A request that was checked: what will be run.
package struct MigrationPlan: Equatable, Sendable {
    package var source: MigrationRequest.Source
    package var database: String
    /// The user to make in the clone.
    package var username: String
    /// Each as it was asked for, with its program and arguments.
    package var commands: [Command]
    /// Further environment variables.
    package var environment: [String: String]

    /// A command with its program and arguments.
    package struct Command: Equatable, Sendable {
        package var text: String
        package var words: [String]
    }

    /// - Throws: ``CheckerError`` `badRequest` that names the field.
    package init(_ request: MigrationRequest, _ configuration: CheckerConfiguration) throws {
        guard let source = request.source else { throw CheckerError(.badRequest, "`source` is missing") }
        self.source = source
        database = request.databaseName.isEmpty ? configuration.database : request.databaseName
        username =
            "ci_"
            + String(request.username.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }.prefix(50))
        let texts = request.commands.filter { !$0.allSatisfy(\.isWhitespace) }
        let wanted = texts.isEmpty ? configuration.runner.commands : texts
        guard !wanted.isEmpty else { throw CheckerError(.badRequest, "`commands` is empty, and none are configured") }
        guard wanted.count <= 100 else { throw CheckerError(.badRequest, "`commands` has more than 100 commands") }
        commands = try wanted.enumerated().map { try Self.command($1, number: $0, configuration.runner) }
        environment = try Self.variables(request.environment)
    }

    private static func command(_ text: String, number: Int, _ runner: RunnerConfiguration) throws -> Command {
        guard text.utf8.count <= 32768, !text.utf8.contains(0) else {
            throw CheckerError(.badRequest, "`commands[\(number)]` is too long, or no text")
        }
        guard runner.shell.isEmpty else { return Command(text: text, words: runner.shell + [text]) }
        let words: [String]
        do {
            words = try CommandWords.words(of: text)
        } catch let error as CheckerError {
            throw CheckerError(.badRequest, "`commands[\(number)]`: \(error.message)", hint: error.hint)
        }
        guard let program = words.first, !program.isEmpty else {
            throw CheckerError(.badRequest, "`commands[\(number)]` names no program")
        }
        guard runner.programs.isEmpty || runner.programs.contains(program) else {
            throw CheckerError(
                .badRequest,
                "`commands[\(number)]` starts \"\(program.prefix(80))\", which is not among runner.programs",
                hint: "Use one of \(runner.programs.joined(separator: ", "))"
            )
        }
        return Command(text: text, words: words)
    }

    private static func variables(_ pairs: [String]) throws -> [String: String] {
        var variables: [String: String] = [:]
        for (number, pair) in pairs.enumerated() where !pair.isEmpty {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = parts[0]
            let isName = name.utf8.allSatisfy {
                $0 == 0x5F || (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
            }
            guard parts.count == 2, isName, !name.isEmpty, pair.utf8.count <= 32768, !pair.utf8.contains(0) else {
                throw CheckerError(.badRequest, "`migration_envs[\(number)]` is not of the form NAME=value")
            }
            guard !name.hasPrefix("LD_") else {
                throw CheckerError(.badRequest, "`migration_envs[\(number)]`: \(name) cannot be set")
            }
            variables[String(name)] = String(parts[1])
        }
        return variables
    }
}
