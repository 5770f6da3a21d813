import Subprocess

extension Tool {
    /// Runs the program and returns what it printed on standard error, at most 16 MiB, for tools that complain and go on.
    /// - Throws: ``ToolFailure`` as ``run(_:input:)`` does.
    package func runForErrors(_ arguments: [String]) async throws -> String {
        try await withTimeLimit {
            let result = try await launching(arguments) {
                try await Subprocess.run(
                    executable,
                    arguments: allArguments(arguments),
                    environment: subprocessEnvironment,
                    workingDirectory: workingDirectory,
                    platformOptions: platformOptions,
                    input: .none,
                    output: .discarded,
                    error: .string(limit: 16 << 20)
                )
            }
            try check(result.terminationStatus, of: arguments, output: result.standardError)
            return result.standardError
        }
    }
}
