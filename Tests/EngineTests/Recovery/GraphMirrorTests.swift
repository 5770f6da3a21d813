import Engine
import Foundation
import Storage
import SystemPackage
import Testing

/// Branches and the snapshots of clones survive the loss of the catalog, by a record in each pool.
@Suite struct GraphMirrorTests {
    /// `main` and a branch with a commit whose clone is gone, as the engine leaves them.
    private struct Scene {
        let laboratory: RecoveryLaboratory
        let catalog: Catalog
        let golden: Snapshot
        var commit: Snapshot.ID = ""

        init(_ laboratory: RecoveryLaboratory) async throws {
            self.laboratory = laboratory
            catalog = try Fixture.catalog()
            golden = try await laboratory.makeSnapshot("pool@snapshot_1", dataset: "base-a")
            try catalog.insertSnapshot(golden)
            let request = BranchRequest(name: "dev", base: "main")
            _ = try Self.branches(catalog).create(request)
            commit = try await makeCommit()
        }

        static func branches(_ catalog: Catalog) throws -> BranchService {
            let clones = try CloneService(
                catalog: catalog,
                policy: CloningPolicy(ports: Fixture.ports(2, from: 46_730)),
                queue: .init()
            )
            return SnapshotService(catalog: catalog, queue: .init(), clones: clones, protectionMaxMinutes: Live(0))
                .branches
        }

        private func makeCommit() async throws -> Snapshot.ID {
            var request = Fixture.request("author")
            request.branch = "dev"
            let ports = try Fixture.ports(10, from: 46_720)
            var clone = try catalog.insertClone(request, of: golden.id, ports: ports)
            let dataset = try clone.dataset(revision: 1)
            let driver = laboratory.pool.driver
            try await driver.createClone(dataset, of: golden.name)
            clone = try #require(
                try catalog.updateClone("author", event: "clone.ready") {
                    $0.phase = .ready
                    $0.provisionedRevision = 1
                }
            )
            try await laboratory.mirror(clone)
            let pending = try catalog.requestSnapshot(of: "author", message: "m", isCommit: true)
            try await driver.createSnapshot(#require(SnapshotName("\(pending.dataset)@\(pending.label)")))
            try catalog.record(pending)
            return pending.id
        }

        func mirror() {
            GraphMirroring(catalog: catalog, pools: Pools(selected: laboratory.pool)).mirror()
        }

        /// The clone goes, and its dataset stays for the commit.
        func forgetAuthor() throws {
            let clone = try #require(try catalog.clone("author"))
            try catalog.deleteClone("author", keeping: [clone.dataset(revision: 1).description])
        }
    }

    @Test func branchesAndCommitsComeBack() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let scene = try await Scene(laboratory)
            try scene.forgetAuthor()
            scene.mirror()
            #expect(try await laboratory.rebuild().remarks == [])
            let catalog = try Catalog(path: laboratory.catalogFile.string)
            let (expected, found) = (try scene.catalog.graphMirror(), try catalog.graphMirror())
            #expect(found.branches.map(\.name) == ["dev", "main"])
            #expect(found.branches == expected.branches.map(Self.rounded))
            #expect(found.snapshots.map(\.id) == [scene.commit])
            #expect(found.snapshots == expected.snapshots.map(Self.rounded))
            #expect(found.keptDatasets == expected.keptDatasets)
            #expect(try catalog.clones().isEmpty, "a clone that was destroyed does not come back")
            try catalog.requestSnapshotDeletion(scene.commit)
            #expect(try catalog.deleteSnapshot(scene.commit, withDataset: true))
            #expect(try catalog.graphMirror().keptDatasets == [])
        }
    }

    @Test func aCloneThatIsThereKeepsItsCommits() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let scene = try await Scene(laboratory)
            scene.mirror()
            let rows = try await laboratory.rebuild()
            #expect(rows.clones.map(\.id) == ["author"])
            #expect(Set(rows.snapshots.map(\.id)) == [scene.golden.id, scene.commit])
            #expect(rows.branches.map(\.head) == [scene.commit, scene.golden.id])
        }
    }

    @Test func whatWasRefreshedSinceIsTheHead() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let scene = try await Scene(laboratory)
            scene.mirror()
            var newer = try Fixture.snapshot("pool@snapshot_2", dataset: "base-b", age: -60)
            try await laboratory.pool.driver.createDataset(newer.name.dataset)
            newer.message = "later"
            let directory = try await laboratory.pool.driver.directory(of: newer.name.dataset)
            try DatasetMirror.snapshot(newer).write(to: directory)
            try await laboratory.pool.driver.createSnapshot(newer.name)
            #expect(try await laboratory.rebuild().branches.map(\.head) == [scene.commit, newer.id])
        }
    }

    @Test func aLostCommitLeavesItsBranchAndIsReported() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let scene = try await Scene(laboratory)
            scene.mirror()
            try await laboratory.pool.driver.removeSnapshot(#require(try scene.catalog.snapshot(scene.commit)).name)
            let rows = try await laboratory.rebuild()
            #expect(rows.branches.map(\.name) == ["dev", "main"])
            #expect(rows.branches.map(\.base) == [scene.golden.id, nil])
            #expect(rows.remarks.contains { $0.hasPrefix("snapshot \(scene.commit) is not in pool pool") })
        }
    }

    @Test func aNewCatalogOverwritesNothingThatALostOneLeft() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let scene = try await Scene(laboratory)
            scene.mirror()
            GraphMirroring(catalog: try Fixture.catalog(), pools: Pools(selected: laboratory.pool)).mirror()
            #expect(try GraphMirror.files(in: laboratory.pool.directory).count == 2)
            let rows = try await laboratory.rebuild()
            #expect(rows.branches.map(\.head) == [scene.commit, scene.golden.id])
            let files = try GraphMirror.files(in: laboratory.pool.directory)
            let catalog = try Catalog(path: laboratory.catalogFile.string)
            #expect(try files.map { try GraphMirror.read(from: $0)?.catalog } == [catalog.graphMirror().catalog])
        }
    }

    @Test func anUnreadableRecordIsReportedAndKept() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let scene = try await Scene(laboratory)
            scene.mirror()
            let file = try #require(try GraphMirror.files(in: laboratory.pool.directory).first)
            try Data("{".utf8).write(to: URL(filePath: file.string))
            let rows = try await laboratory.rebuild()
            #expect(rows.remarks.filter { $0.contains("is unreadable; it was left alone") }.count == 1)
            #expect(rows.branches.map(\.name) == ["dev", "main"], "the clone tells of its branch")
            #expect(FileManager.default.contents(atPath: file.string) == Data("{".utf8))
        }
    }

    @Test func nothingIsWrittenWithoutAChange() async throws {
        try await RecoveryLaboratory.with { laboratory in
            let scene = try await Scene(laboratory)
            scene.mirror()
            let file = try #require(try GraphMirror.files(in: laboratory.pool.directory).first)
            let before = try #require(try GraphMirror.read(from: file))
            let later = try scene.catalog.graphMirror(now: before.writtenAt.addingTimeInterval(3600))
            try later.write(to: laboratory.pool.directory)
            #expect(try GraphMirror.read(from: file)?.writtenAt == before.writtenAt)
            var changed = later
            changed.keptDatasets.append("another")
            try changed.write(to: laboratory.pool.directory)
            #expect(try GraphMirror.read(from: file)?.writtenAt == later.writtenAt)
        }
    }

    /// The record keeps whole seconds.
    private static func rounded(_ branch: Branch) -> Branch {
        var branch = branch
        branch.createdAt = rounded(branch.createdAt)
        return branch
    }

    private static func rounded(_ snapshot: Snapshot) -> Snapshot {
        var snapshot = snapshot
        snapshot.createdAt = rounded(snapshot.createdAt)
        snapshot.dataStateAt = rounded(snapshot.dataStateAt)
        return snapshot
    }

    private static func rounded(_ date: Date) -> Date {
        Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
    }
}
