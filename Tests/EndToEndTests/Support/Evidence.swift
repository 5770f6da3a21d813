import Foundation
import StorageConformance
import Synchronization
import SystemPackage
import Testing

/// What the daemons of a site said, and what is kept of the site when its test fails.
final class Evidence: Sendable {
    private let daemons = Mutex<[Daemon]>([])
    private let expected: [String]

    init(expecting expected: [String]) { self.expected = expected }

    func add(_ daemon: Daemon) { daemons.withLock { $0.append(daemon) } }

    /// Runs `body`; afterwards the daemons' words must hold no complaint that the test does not expect.
    func keptOnFailure(of site: Site, _ body: () async throws -> Void) async throws {
        let issues = IssueCounter()
        try await IssueCounter.$current.withValue(issues) {
            do {
                try await body()
            } catch {
                keep(site)
                throw error
            }
            for complaint in complaints { Issue.record("the daemon complained: \(complaint)") }
            if issues.count > 0 || !complaints.isEmpty { keep(site) }
        }
    }

    /// What no log may hold.
    private static let secrets = [Source.password, Daemon.password, Site.token]

    /// Warnings and errors that the test does not expect, and secrets.
    private var complaints: [String] {
        daemons.withLock { $0 }.flatMap(\.program.lines).filter { line in
            let level = line.split(separator: " ", maxSplits: 2).dropFirst().first.map(String.init) ?? ""
            if Self.secrets.contains(where: { line.contains($0) }) { return true }
            let isComplaint = ["warning", "error", "critical"].contains(level) || line.contains("Fatal error")
            return isComplaint && !expected.contains { line.contains($0) }
        }
    }

    private func keep(_ site: Site) {
        do {
            let place = FilePath("/tmp/dblab-evidence-\(UUID().uuidString.prefix(8))")
            try place.makeDirectory()
            for (number, daemon) in daemons.withLock({ $0 }).enumerated() {
                try place.appending("daemon-\(number).log").write(daemon.program.lines.joined(separator: "\n"))
            }
            try site.keep(in: place)
            print("evidence is kept in \(place)")
        } catch {
            print("evidence could not be kept: \(error)")
        }
    }
}

extension Site {
    fileprivate func keep(in place: FilePath) throws {
        let files = FileManager.default
        try files.copyItem(atPath: configurationFile.string, toPath: place.appending("server.yml").string)
        for name in try stateDirectory.names() where name.hasPrefix("catalog.db") {
            try files.copyItem(
                atPath: stateDirectory.appending(name).string,
                toPath: place.appending(name).string
            )
        }
        let servers = stateDirectory.appending("servers")
        for name in try servers.names() {
            let log = servers.appending(name).appending("server.log")
            if log.isPresent { try files.copyItem(atPath: log.string, toPath: place.appending("\(name).log").string) }
        }
    }
}
