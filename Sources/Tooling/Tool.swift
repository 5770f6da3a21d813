import Glibc
import Subprocess
package import SystemPackage

/// An external program, run directly (never through a shell), in a session of its own and with an English locale.
///
/// A cancelled or overdue tool is stopped together with everything that it started.
package struct Tool: Sendable {
    /// The program: a name looked up in `PATH`, or an absolute path.
    package var program: String
    /// How long one run may take; `nil` for as long as it needs.
    package var timeLimit: Duration?
    /// Variables added to the inherited environment, or for another account to `PATH`, `HOME` and the locale; secrets
    /// go here, never into arguments.
    package var environment: [String: String]
    /// The account to run as; `nil` for the engine's own.
    package var account: Account?
    /// The directory to run in; `nil` for the engine's own.
    package var workingDirectory: FilePath?

    package init(
        _ program: String,
        timeLimit: Duration? = .seconds(300),
        environment: [String: String] = [:],
        account: Account? = nil,
        workingDirectory: FilePath? = nil
    ) {
        self.program = program
        self.timeLimit = timeLimit
        self.environment = environment
        self.account = account
        self.workingDirectory = workingDirectory
    }

    /// Runs the program and returns what it printed on standard output, at most 16 MiB.
    /// - Throws: ``ToolFailure`` if it cannot be started, exits with another status than 0 or does not end in time.
    @discardableResult
    package func run(_ arguments: [String], input: String = "") async throws -> String {
        try await withTimeLimit {
            let result = try await launching(arguments) {
                try await Subprocess.run(
                    executable,
                    arguments: allArguments(arguments),
                    environment: subprocessEnvironment,
                    workingDirectory: workingDirectory,
                    platformOptions: platformOptions,
                    input: .string(input),
                    output: .string(limit: 16 << 20),
                    error: .string(limit: 1 << 20)
                )
            }
            try check(result.terminationStatus, of: arguments, output: result.standardError)
            return result.standardOutput
        }
    }

    /// Runs the program, without input.
    @discardableResult
    package func callAsFunction(_ arguments: String...) async throws -> String {
        try await run(arguments)
    }
}

extension Tool {
    /// Another account is taken on by `setpriv`: in the fork of a process with threads, glibc's `setgroups` may wait for
    /// ever for threads that are not there.
    var executable: Executable {
        if account != nil { return .name("setpriv") }
        return program.contains("/") ? .path(FilePath(program)) : .name(program)
    }

    func allArguments(_ arguments: [String]) -> Arguments {
        guard let account else { return Arguments(arguments) }
        return Arguments(account.setprivOptions + ["--", program] + arguments)
    }

    /// The engine's own variables hold its secrets, and other programs of an account may read those of this one.
    var subprocessEnvironment: Environment {
        var variables: [Environment.Key: String] = ["LC_ALL": "C"]
        if account != nil {
            variables["HOME"] = "/"
            variables["PATH"] = getenv("PATH").map { String(cString: $0) } ?? "/usr/local/bin:/usr/bin:/bin"
        }
        for (name, value) in environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            variables[key] = value
        }
        return account == nil ? .inherit.updating(variables.mapValues { $0 }) : .custom(variables)
    }

    var platformOptions: PlatformOptions {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [.gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(5))]
        return options
    }

    func check(_ status: TerminationStatus, of arguments: [String], output: String) throws {
        guard !status.isSuccess else { return }
        throw ToolFailure(command: [program] + arguments, reason: "\(status)", output: output)
    }

    func launching<Value>(_ arguments: [String], _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as SubprocessError {
            throw ToolFailure(command: [program] + arguments, reason: "\(error)", output: "")
        }
    }

    func withTimeLimit<Value: Sendable>(
        _ body: @Sendable @escaping () async throws -> Value
    ) async throws -> Value {
        guard let timeLimit else { return try await body() }
        let failure = ToolFailure(command: [program], reason: "no end within \(timeLimit)", output: "")
        return try await limitingTime(to: timeLimit, failure: failure, body)
    }
}
