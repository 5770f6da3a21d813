import Engine
import Foundation
import Storage
import SystemPackage
import Testing

/// A pool with the real copy driver in a directory of its own, filled as the engine fills it.
struct RecoveryLaboratory {
    let root: FilePath
    let pool: StoragePool

    /// Runs a test in a new laboratory, which is removed at its end.
    static func with(_ body: (RecoveryLaboratory) async throws -> Void) async throws {
        let root = FilePath("/tmp/dblab-recovery-\(Identifier.random())")
        defer { try? FileManager.default.removeItem(atPath: root.string) }
        let directory = root.appending("pool")
        let driver = try CopyDriver(root: directory)
        try await body(
            RecoveryLaboratory(
                root: root,
                pool: StoragePool(name: "pool", directory: directory, kind: .copy, driver: driver)
            )
        )
    }

    /// Where the catalog is written.
    var catalogFile: FilePath { root.appending("catalog.db") }

    /// A golden dataset with its snapshot, as a refresh leaves them.
    func makeSnapshot(_ id: String, dataset: String) async throws -> Snapshot {
        let snapshot = try Fixture.snapshot(id, dataset: dataset)
        let name = try snapshot.name
        try await pool.driver.createDataset(name.dataset)
        try DatasetMirror.snapshot(snapshot).write(to: try await pool.driver.directory(of: name.dataset))
        try await pool.driver.createSnapshot(name)
        return snapshot
    }

    /// A clone of a snapshot, ready at its revision.
    func makeClone(
        _ id: String,
        of snapshot: Snapshot,
        port: Int,
        revisions: Int = 1,
        age: Double = 0
    ) async throws -> Clone {
        var clone = Clone(
            request: Fixture.request(id),
            snapshot: snapshot,
            port: port,
            now: Date(timeIntervalSince1970: 1_767_225_600 - age)
        )
        clone.phase = .ready
        for revision in 1...revisions {
            clone.revision = revision
            clone.provisionedRevision = revision
            let name = try clone.dataset(revision: revision)
            try await pool.driver.createClone(name, of: snapshot.name)
            try await mirror(clone)
        }
        return clone
    }

    func mirror(_ clone: Clone) async throws {
        let directory = try await pool.driver.directory(of: clone.dataset(revision: clone.revision))
        try DatasetMirror.clone(clone).write(to: directory)
    }

    func rebuild(ports: PortRange? = nil) async throws -> RecoveredRows {
        let range = try ports ?? Fixture.ports(10, from: 46_700)
        return try await CatalogRebuild(file: catalogFile, pools: [pool], ports: range).run()
    }
}
