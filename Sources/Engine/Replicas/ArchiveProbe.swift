import FoundationEssentials
import SystemPackage
import Tooling

/// Asks an archive whether it lacks a file of the log that a standby waits for, though it has later ones.
struct ArchiveProbe: Sendable {
    /// The `restore_command`.
    let command: String
    let environment: [String: String]
    let account: Account?
    /// Where PostgreSQL runs the command.
    let dataDirectory: FilePath
    /// Made for what is fetched, and removed.
    let scratch: FilePath

    /// How far it is looked ahead; archives are filled by some processes at once, but not by so many.
    private static let horizon: UInt64 = 16

    /// - Parameter file: where the standby stopped. It has read that one if it is there, and waits for the next.
    /// - Returns: `nil` if nothing is missing, and for a command that only a shell could run.
    func missing(from file: LogFile) async -> String? {
        guard line(file.name) != nil, (try? PrivateFile.makeDirectory(scratch, account: account)) != nil else {
            return nil
        }
        defer { try? FileManager.default.removeItem(atPath: scratch.string) }
        let awaited = await has(file) ? file.advanced(by: 1) : file
        guard await !has(awaited) else { return nil }
        for distance in 1...Self.horizon where await has(awaited.advanced(by: distance)) { return awaited.name }
        return nil
    }

    private func has(_ file: LogFile) async -> Bool {
        guard let line = line(file.name) else { return false }
        let tool = Tool(
            line.program,
            timeLimit: .seconds(60),
            environment: environment,
            account: account,
            workingDirectory: dataDirectory
        )
        let target = place(file.name).string
        defer { try? FileManager.default.removeItem(atPath: target) }
        return (try? await tool.run(line.arguments)) != nil && FileManager.default.fileExists(atPath: target)
    }

    private func place(_ name: String) -> FilePath { scratch.appending(name) }

    /// The command with its placeholders replaced, as PostgreSQL would.
    private func line(_ name: String) -> CommandLine? {
        let text = command.replacing("%f", with: name).replacing("%p", with: place(name).string)
        // The place of the last restart point is not known here.
        guard !text.contains("%") else { return nil }
        return try? CommandLine(parsing: text, key: "restore_command", names: [:])
    }
}
