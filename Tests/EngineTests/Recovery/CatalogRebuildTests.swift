import Engine
import Foundation
import Storage
import SystemPackage
import Testing

@Suite struct CatalogRebuildTests {
    @Test func rowsComeBackAsTheyWere() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let snapshot = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            let a = try await laboratory.makeClone("a", of: snapshot, port: 46_700)
            let b = try await laboratory.makeClone("b", of: snapshot, port: 46_701, age: 60)
            #expect(try await laboratory.rebuild().remarks.isEmpty)
            let catalog = try Catalog(path: laboratory.catalogFile.string)
            #expect(try catalog.snapshots() == [snapshot])
            #expect(try catalog.latestSnapshot() == snapshot)
            #expect(try catalog.clones() == [a, b])
            #expect(try catalog.events().map(\.kind) == ["catalog.rebuilt"])
        }
    }

    @Test func newestRevisionWinsAndTheOlderBecomesStale() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let snapshot = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            var clone = try await laboratory.makeClone("a", of: snapshot, port: 46_702, revisions: 3)
            try await laboratory.pool.driver.removeDataset(clone.dataset(revision: 1))
            clone.removedThrough = 2
            try await laboratory.mirror(clone)
            let rows = try await laboratory.rebuild()
            #expect(rows.clones.map(\.revision) == [3])
            #expect(rows.clones.first?.staleRevisions == 2..<3, "revision 2 is still there and must be removed")
        }
    }

    @Test func portsOfTwoClonesAreToldApart() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let snapshot = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            _ = try await laboratory.makeClone("old", of: snapshot, port: 46_710, age: 60)
            _ = try await laboratory.makeClone("new", of: snapshot, port: 46_710)
            let rows = try await laboratory.rebuild(ports: Fixture.ports(2, from: 46_710))
            #expect(rows.clones.map(\.id) == ["old", "new"])
            #expect(rows.clones.map(\.port) == [46_710, 46_711])
            #expect(rows.remarks == ["clone new moved from port 46710, which another clone has, to 46711"])
        }
    }

    @Test func withoutFreePortACloneIsLeftOutAndReported() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let snapshot = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            _ = try await laboratory.makeClone("old", of: snapshot, port: 46_712, age: 60)
            _ = try await laboratory.makeClone("new", of: snapshot, port: 46_712)
            let rows = try await laboratory.rebuild(ports: Fixture.ports(1, from: 46_712))
            #expect(rows.clones.map(\.id) == ["old"])
            #expect(rows.remarks == ["clone new was left out: no port is free for it"])
        }
    }

    @Test func clonesOutliveTheirSnapshot() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let snapshot = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            let clone = try await laboratory.makeClone("a", of: snapshot, port: 46_703)
            try await laboratory.pool.driver.removeSnapshot(snapshot.name)
            let rows = try await laboratory.rebuild()
            #expect(rows.clones == [clone])
            #expect(rows.snapshots.first?.failure?.contains("not found") == true)
            #expect(rows.remarks.count == 2, "\(rows.remarks)")
            let catalog = try Catalog(path: laboratory.catalogFile.string)
            #expect(try catalog.clone("a")?.snapshot == snapshot.id)
            #expect(try await laboratory.pool.driver.inventory().datasets.count == 2, "nothing is destroyed")
        }
    }

    @Test func unreadableAndForeignRecordsAreReported() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let snapshot = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            let clone = try await laboratory.makeClone("a", of: snapshot, port: 46_704)
            let driver = laboratory.pool.driver
            let directory = try await driver.directory(of: clone.dataset(revision: 1))
            try Data("{".utf8).write(to: URL(filePath: DatasetLayout.mirrorFile(in: directory).string))
            // A clone that never got its own record has its snapshot's.
            try await driver.createClone(#require(DatasetName("clone-xyz-r1")), of: snapshot.name)
            let rows = try await laboratory.rebuild()
            #expect(rows.snapshots == [snapshot])
            #expect(rows.clones.isEmpty)
            #expect(rows.remarks.filter { $0.contains("unreadable record") }.count == 1)
            #expect(rows.remarks.filter { $0.contains("clone-xyz-r1") }.count == 1)
            #expect(try await driver.inventory().datasets.count == 3, "nothing is destroyed")
        }
    }

    @Test func aCatalogWithRowsIsNeverReplaced() async throws {
        try await RecoveryLaboratory.with { laboratory in
            _ = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            _ = try await laboratory.rebuild()
            let error = await #expect(throws: EngineError.self) { try await laboratory.rebuild() }
            #expect(error?.code == .failedPrecondition)
            #expect(error?.hint?.contains("mv ") == true)
            #expect(try Catalog(path: laboratory.catalogFile.string).snapshots().count == 1)
        }
    }

    @Test func anEmptyCatalogIsReplacedAndADamagedOneIsNot() async throws {
        try await RecoveryLaboratory.with { laboratory in
            _ = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            _ = try Catalog(path: laboratory.catalogFile.string)
            #expect(try await laboratory.rebuild().snapshots.count == 1)
            let damaged = Data(repeating: 7, count: 8192)
            try damaged.write(to: URL(filePath: laboratory.catalogFile.string))
            await #expect(throws: EngineError.self) { try await laboratory.rebuild() }
            #expect(FileManager.default.contents(atPath: laboratory.catalogFile.string) == damaged)
        }
    }
}
