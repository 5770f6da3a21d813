import Foundation
import Storage
import StorageConformance
import SystemPackage
import Testing

/// The times in docs/storage-drivers.md, for 1000 files of 1 MiB; run with DBLAB_MEASURE=1.
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["DBLAB_MEASURE"] != nil, "SKIPPED: needs DBLAB_MEASURE=1")
)
struct StorageMeasurements {
    @Test(arguments: TestPool.Kind.allCases)
    func clonesAndRemovals(_ kind: TestPool.Kind) async throws {
        try await TestPool.with(kind, size: 12 << 30) { pool in
            let driver = try await pool.driver()
            let base = try #require(DatasetName("base"))
            let snapshot = try #require(SnapshotName("base@one"))
            try await driver.createDataset(base)
            try fill(try await driver.directory(of: base))
            let snapping = try await time { try await driver.createSnapshot(snapshot) }
            var cloning: [Double] = []
            var removing: [Double] = []
            for number in 1...5 {
                let name = try #require(DatasetName("clone-\(number)"))
                cloning.append(try await time { try await driver.createClone(name, of: snapshot) })
                removing.append(try await time { try await driver.removeDataset(name) })
            }
            print("MEASURED \(kind): snapshot \(snapping), clones \(cloning), removals \(removing) ms")
            #expect(try await driver.inventory().datasets == [base])
        }
    }

    private func fill(_ directory: FilePath) throws {
        let content = Data((0..<1 << 20).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) })
        for number in 0..<1000 {
            try content.write(to: URL(fileURLWithPath: directory.appending("f\(number)").string))
        }
    }

    private func time(_ verb: () async throws -> Void) async throws -> Double {
        let duration = try await ContinuousClock().measure(verb)
        return (duration / .microseconds(100)).rounded() / 10
    }
}
