import FoundationEssentials
import SystemPackage

@testable import Daemon

extension ServerConfiguration {
    /// Parses a text as the file server.yml.
    static func parse(_ text: String, environment: [String: String] = [:]) throws -> Loaded {
        try parse(text, file: "server.yml", environment: environment)
    }

    /// The problems of a text; none if it is valid.
    static func problems(of text: String, environment: [String: String] = [:]) -> [String] {
        do {
            _ = try parse(text, environment: environment)
            return []
        } catch let error as ConfigurationError {
            return error.problems
        } catch {
            return ["another error: \(error)"]
        }
    }

    /// A valid minimum, in one line.
    static let token = "server: {verificationToken: secret}\n"
}

/// A directory of a test's own, removed at its end.
func withTemporaryDirectory<Value>(_ body: (FilePath) async throws -> Value) async throws -> Value {
    let directory = FilePath(TemporaryPath.root).appending("dblab-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory.string) }
    return try await body(directory)
}

private enum TemporaryPath {
    static var root: String { ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp" }
}
