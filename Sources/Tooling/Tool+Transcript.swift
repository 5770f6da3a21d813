import Subprocess

/// How a program ended, and what it said.
package struct Transcript: Equatable, Sendable {
    /// Its exit status; 128 and the number for one ended by a signal.
    package var status: Int
    /// Both outputs as they came, cut after the limit.
    package var output: String
    /// Whether more was said than is kept.
    package var isCut: Bool

    package init(status: Int, output: String, isCut: Bool = false) {
        self.status = status
        self.output = output
        self.isCut = isCut
    }
}

extension Tool {
    /// Runs a program that is a stranger's: it gets nothing of this process's environment, and may fail.
    /// - Parameter limit: bytes of its outputs that are kept; it may say more.
    /// - Throws: ``ToolFailure`` if it cannot be started or does not end in time.
    package func transcript(_ arguments: [String], limit: Int) async throws -> Transcript {
        try await withTimeLimit {
            let result = try await launching(arguments) {
                try await Subprocess.run(
                    executable,
                    arguments: allArguments(arguments),
                    environment: .custom(ownVariables),
                    workingDirectory: workingDirectory,
                    platformOptions: platformOptions,
                    input: .none,
                    output: .sequence,
                    error: .combinedWithOutput
                ) { execution in
                    var kept: [UInt8] = []
                    var isCut = false
                    for try await buffer in execution.standardOutput {
                        buffer.withUnsafeBytes { bytes in
                            isCut = isCut || kept.count + bytes.count > limit
                            kept += bytes.prefix(max(0, limit - kept.count))
                        }
                    }
                    return Transcript(status: 0, output: String(decoding: kept, as: UTF8.self), isCut: isCut)
                }
            }
            var transcript = result.closureResult
            transcript.status = Self.number(of: result.terminationStatus)
            return transcript
        }
    }

    private static func number(of status: TerminationStatus) -> Int {
        switch status {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
    }

    private var ownVariables: [Environment.Key: String] {
        var variables: [Environment.Key: String] = ["LC_ALL": "C", "PATH": "/usr/local/bin:/usr/bin:/bin"]
        for (name, value) in environment {
            guard let key = Environment.Key(rawValue: name) else { continue }
            variables[key] = value
        }
        return variables
    }
}
