import API
import Foundation
import Storage
import StorageConformance
import SystemPackage

/// All that there is on a site of what a daemon makes, by name.
struct SiteState: Equatable, CustomStringConvertible {
    var datasets: [String]
    var snapshots: [String]
    /// Directories of servers, and the sockets in them.
    var servers: [String]
    /// The data directories in which processes of PostgreSQL work.
    var busyDirectories: [String]
    /// The ports of the range on which somebody listens.
    var ports: [Int]
    var clones: [String]
    var knownSnapshots: [String]

    var description: String {
        """
        datasets \(datasets), snapshots \(snapshots), servers \(servers), busy \(busyDirectories), ports \(ports), \
        clones \(clones), known snapshots \(knownSnapshots)
        """
    }
}

extension Daemon {
    /// What is really there, and what the daemon says is there.
    func state() async throws -> SiteState {
        let inventory = try await site.pool.driver().inventory()
        let listening = try ListeningPorts.all()
        return SiteState(
            datasets: inventory.datasets.map(\.description).sorted(),
            snapshots: inventory.snapshots.map(\.description).sorted(),
            servers: try site.servers(),
            busyDirectories: ProcessTable.workingDirectories(under: site.pool.directory).sorted(),
            ports: site.ports.filter { listening.contains($0) },
            clones: try await client.clones().map(\.id).sorted(),
            knownSnapshots: try await client.snapshots().map(\.id).sorted()
        )
    }
}

extension Site {
    /// Whether a server runs that was loaded before its data were there.
    var hasServerThatWaited: Bool {
        get throws {
            let directory = stateDirectory.appending("servers")
            return try directory.names().contains { name in
                let record = directory.appending(name).appending("server.json")
                return record.isPresent ? try record.text().contains("\"waited\":true") : false
            }
        }
    }

    fileprivate func servers() throws -> [String] {
        let directory = stateDirectory.appending("servers")
        guard directory.isPresent else { return [] }
        return try directory.names().flatMap { name in
            let sockets = directory.appending(name).appending("run")
            return [name] + (sockets.isPresent ? try sockets.names().map { "\(name)/\($0)" } : [])
        }
    }
}

/// The TCP ports on which somebody listens, as the kernel tells.
enum ListeningPorts {
    static func all() throws -> Set<Int> {
        var ports: Set<Int> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] where FileManager.default.fileExists(atPath: table) {
            for line in try FilePath(table).text().split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 3, fields[3] == "0A", let port = fields[1].split(separator: ":").last else {
                    continue
                }
                if let number = Int(port, radix: 16) { ports.insert(number) }
            }
        }
        return ports
    }
}
