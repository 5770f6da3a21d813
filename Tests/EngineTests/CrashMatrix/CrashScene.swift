import Engine
import Foundation
import Postgres
import Runtime
import RuntimeConformance
import Storage
import StorageConformance
import SystemPackage
import Testing
import Tooling

/// A disk with a pool, two snapshots of a small shop, a catalog and servers, on which engines come and go.
struct CrashScene: Sendable {
    let pool: TestPool
    let directory: FilePath
    let ports: PortRange
    /// The same shop, the second with more goods.
    static let snapshots = ["test@snapshot_20260101000000", "test@snapshot_20260102000000"]

    /// Makes a scene, and takes it down when `body` ends, however it ends.
    static func with(_ kind: TestPool.Kind, _ body: (CrashScene) async throws -> Void) async throws {
        try await TestPool.with(kind) { pool in
            try await CleanUp.after { cleanUp in
                let directory = try FilePath.makeTemporaryDirectory()
                cleanUp.add { try await blocking { _ in try directory.removeAll() } }
                let block = try PortBlock()
                cleanUp.add { block.release() }
                let ports = try #require(PortRange(from: block.ports.lowerBound, to: block.ports.upperBound))
                let scene = CrashScene(pool: pool, directory: directory, ports: ports)
                cleanUp.add { try await scene.stopAllServers() }
                try await scene.prepareSnapshots()
                try await body(scene)
            }
        }
    }

    /// An engine as it is after a start on this disk.
    func engine() async throws -> CrashEngine {
        let pools = Pools(
            selected: StoragePool(
                name: "test",
                directory: pool.directory,
                kind: pool.kind.driver,
                driver: try await pool.driver()
            )
        )
        return CrashEngine(
            catalog: try Catalog(path: directory.appending("catalog.sqlite").string),
            pools: pools,
            runtime: try runtime(),
            policy: CloningPolicy(ports: ports, settings: ["shared_buffers": "16MB", "max_connections": "20"])
        )
    }

    func runtime() throws -> NativeRuntime {
        try NativeRuntime(directory: directory.appending("servers"), account: ClusterTemplate.account)
    }

    private func stopAllServers() async throws {
        let runtime = try runtime()
        for id in try await runtime.inventory().keys { try await runtime.remove(id, mode: .immediate) }
    }
}

extension CrashScene {
    /// Fills a dataset as a refresh would: by a server that is stopped cleanly before each snapshot.
    private func prepareSnapshots() async throws {
        let engine = try await engine()
        let driver = try engine.pools.pool("test").driver
        let golden = try #require(DatasetName("base-shop"))
        try await driver.createDataset(golden)
        let data = DatasetLayout.dataDirectory(in: try await driver.directory(of: golden))
        let draft = FilePath("/tmp/dblab-crash-\(UUID().uuidString.prefix(8))")
        try await ClusterTemplate.shared.copy(to: draft)
        try await Tool("cp")("-a", draft.string, data.string)
        try draft.removeAll()
        for (number, id) in Self.snapshots.enumerated() {
            try await fill(data, engine.runtime, with: number == 0 ? Shop.creation : Shop.addition)
            let label = try #require(DatasetName("day-\(number)"))
            let name = SnapshotName(label, of: golden)
            try await driver.createSnapshot(name)
            try engine.catalog.insertSnapshot(Self.snapshot(id, name, day: number))
        }
    }

    private func fill(_ data: FilePath, _ runtime: NativeRuntime, with statements: String) async throws {
        let id = try #require(ServerID("base-shop"))
        let server = ServerSpecification(
            id: id,
            dataDirectory: data,
            port: ports.bounds.upperBound,
            settings: ["shared_buffers": "16MB", "max_connections": "20"]
        )
        try await runtime.start(server)
        let connection = try await Connection(
            ConnectionParameters(
                host: runtime.socketDirectory(of: id).string,
                port: server.port,
                user: "postgres",
                database: "postgres"
            )
        )
        try await connection.execute(statements)
        await connection.close()
        try await runtime.remove(id, mode: .fast)
    }

    static func snapshot(_ id: String, _ name: SnapshotName, day: Int) -> Snapshot {
        let date = Date(timeIntervalSince1970: 1_767_225_600 + Double(day) * 86400)
        return Snapshot(
            id: id,
            pool: "test",
            name: name,
            createdAt: date,
            dataStateAt: date,
            logicalSize: 1,
            physicalSize: 1,
            postgresVersion: 15
        )
    }
}
