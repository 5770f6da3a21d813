import Engine
import Foundation
import Runtime
import Storage
import StorageConformance
import SystemPackage

/// All that there is on a scene of what an engine makes, by name.
struct MachineState: Equatable, CustomStringConvertible {
    var datasets: [String]
    var snapshots: [String]
    /// Halves in the pool that belong to nothing.
    var leftovers: [String]
    var runningServers: [String]
    var otherServers: [String]
    var serverDirectories: [String]
    /// Ports for which there is a Unix socket.
    var sockets: [String]
    /// The data directories in which processes of PostgreSQL work.
    var busyDirectories: [String]
    var rows: [String]

    var description: String {
        """
        datasets \(datasets), snapshots \(snapshots), leftovers \(leftovers), running \(runningServers), \
        not running \(otherServers), directories \(serverDirectories), sockets \(sockets), busy \(busyDirectories), \
        rows \(rows)
        """
    }
}

extension CrashScene {
    /// What is really there.
    func state() async throws -> MachineState {
        let engine = try await engine()
        let inventory = try await engine.pools.pool("test").driver.inventory()
        let servers = try await engine.runtime.inventory()
        return MachineState(
            datasets: inventory.datasets.map(\.description).sorted(),
            snapshots: inventory.snapshots.map(\.description).sorted(),
            leftovers: try pool.leftovers(),
            runningServers: servers.filter { $0.value == .running }.keys.map(\.description).sorted(),
            otherServers: servers.filter { $0.value != .running }.keys.map(\.description).sorted(),
            serverDirectories: try directory.appending("servers").names(),
            sockets: try sockets(),
            busyDirectories: ProcessTable.workingDirectories(under: pool.directory).sorted(),
            rows: try engine.catalog.clones().map(\.id).sorted() + engine.catalog.snapshots().map(\.id).sorted()
        )
    }

    /// What there should be, if exactly these clones and snapshots exist.
    func state(of clones: [Clone], snapshots: [Snapshot]) throws -> MachineState {
        let own = try clones.map { try $0.dataset(revision: $0.revision).description }
        let golden = Set(snapshots.map(\.dataset))
        return MachineState(
            datasets: golden.union(own).sorted(),
            snapshots: try snapshots.map { try $0.name.description }.sorted(),
            leftovers: [],
            runningServers: own.sorted(),
            otherServers: [],
            serverDirectories: own.sorted(),
            sockets: clones.map { ".s.PGSQL.\($0.port)" }.sorted(),
            busyDirectories: own.map { pool.directory.appending("datasets").appending($0).appending("pgdata").string }
                .sorted(),
            rows: clones.map(\.id).sorted() + snapshots.map(\.id).sorted()
        )
    }

    private func sockets() throws -> [String] {
        let servers = directory.appending("servers")
        return try servers.names().flatMap { try servers.appending($0).appending("run").names() }
            .filter { !$0.hasSuffix(".lock") }.sorted()
    }
}

/// What runs on this machine, as the kernel tells.
enum ProcessTable {
    /// The directories under `root` in which processes work, also directories that are gone.
    static func workingDirectories(under root: FilePath) -> Set<String> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let links = names.filter { $0.allSatisfy(\.isNumber) }.compactMap {
            try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/cwd")
        }
        return Set(links.filter { $0.hasPrefix(root.string + "/") })
    }
}
