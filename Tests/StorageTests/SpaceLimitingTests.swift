import Glibc
import Storage
import StorageConformance
import SystemPackage
import Testing
import Tooling

/// Stores that keep a dataset from growing, for real.
@Suite struct SpaceLimitingTests {
    @Test(arguments: [TestPool.Kind.zfs, .btrfs])
    func aCloneCannotTakeMoreThanItMay(on kind: TestPool.Kind) async throws {
        try await TestPool.with(kind) { pool in
            let driver = try await pool.driver()
            let limiting = try #require(driver as? any SpaceLimiting)
            let greedy = try #require(DatasetName("greedy")), nobody = try #require(DatasetName("nobody"))
            try await driver.createDataset("base")
            try await driver.write(.noise(4 << 20), of: "base")
            try await driver.createSnapshot("base@one")
            for name in ["greedy", "other"] { try await driver.createClone(name, of: "base@one") }
            if kind == .btrfs {
                #expect(try await !limiting.limit(greedy, toGrowBy: 8 << 20), "nobody keeps account yet")
                try await Tool("btrfs")("quota", "enable", pool.directory.string)
                try await Tool("btrfs")("quota", "rescan", "-w", pool.directory.string)
            }
            for _ in 1...2 { #expect(try await limiting.limit(greedy, toGrowBy: 8 << 20)) }
            let (written, error) = try await Self.fill(driver.directory(of: "greedy"), upTo: 64 << 20)
            #expect(error == .diskQuotaExceeded)
            // ZFS looks when a group of writes is put on the disk.
            #expect((4 << 20...40 << 20).contains(written), "\(written)")
            #expect(try await driver.text(of: "greedy").count == 4 << 20)
            try await driver.write(.noise(12 << 20), of: "other")
            await #expect(throws: StorageError.self) { try await limiting.limit(nobody, toGrowBy: 1) }
        }
    }

    /// Writes until there is an error.
    private static func fill(_ directory: FilePath, upTo limit: Int) async throws -> (Int, Errno?) {
        let file = try FileDescriptor.open(
            directory.appending("filler"),
            .writeOnly,
            options: [.create],
            permissions: [.ownerReadWrite]
        )
        return try file.closeAfter {
            var written = 0
            let block = Array(String.noise(1 << 20).utf8)
            while written < limit {
                do { written += try file.writeAll(block) } catch let error as Errno { return (written, error) }
                guard fsync(file.rawValue) == 0 else { return (written, Errno(rawValue: errno)) }
            }
            return (written, nil)
        }
    }
}
