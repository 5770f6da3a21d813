import StorageConformance
import SystemPackage
import Testing
import Tooling

@testable import Storage

/// Which driver a directory gets, on real file systems.
@Suite(.enabled(if: TestPool.Kind.btrfs.isAvailable, TestPool.Kind.btrfs.reason)) struct PoolDetectionTests {
    @Test(arguments: [
        (TestPool.Kind.btrfs, DriverKind.btrfs), (.xfs, .reflink), (.copy, .copy),
    ])
    func theBestDriverIsFound(_ kind: TestPool.Kind, _ expected: DriverKind) async throws {
        try await TestPool.with(kind) { pool in
            let opened = try await StorageDrivers.open(PoolConfiguration(name: "p", directory: pool.directory))
            #expect(opened.kind == expected)
            let marker = try PoolMarker.read(at: pool.directory)
            #expect(marker?.driver == expected)
            let leftovers = try pool.leftovers()
            #expect(leftovers == [])
            let space = try await opened.space()
            #expect(space.free > 0 && space.free <= space.size)
        }
    }

    @Test(.enabled(if: TestPool.Kind.zfs.isAvailable, TestPool.Kind.zfs.reason))
    func zfsIsFoundByItsMountPoint() async throws {
        try await TestPool.with(.zfs) { pool in
            let opened = try await StorageDrivers.open(PoolConfiguration(name: "p", directory: pool.directory))
            #expect(opened.kind == .zfs)
            try await opened.driver.createDataset("base")
            let directory = try await opened.driver.directory(of: "base")
            #expect(directory == pool.directory.appending("base"))
            let space = try await opened.space()
            #expect(space.free > 50 << 20)
            let wrong = PoolConfiguration(name: "p", directory: pool.directory, zfsDataset: "other/dataset")
            let error = await #expect(throws: StorageError.self) { try await StorageDrivers.open(wrong) }
            #expect(error?.message.contains("zfs set mountpoint=") == true)
        }
    }

    @Test func whatThePoolWasMadeWithWins() async throws {
        try await TestPool.with(.btrfs) { pool in
            let first = try await kind(pool, configured: .reflink)
            let second = try await kind(pool, configured: nil)
            #expect([first, second] == [.reflink, .reflink])
            let error = await #expect(throws: StorageError.self) { try await kind(pool, configured: .btrfs) }
            #expect(error?.message.contains("was made with driver reflink, but btrfs is configured") == true)
            let last = try await kind(pool, configured: .copy)
            #expect(last == .copy)
        }
    }

    private func kind(_ pool: TestPool, configured driver: DriverKind?) async throws -> DriverKind {
        let configuration = PoolConfiguration(name: "p", directory: pool.directory, driver: driver)
        return try await StorageDrivers.open(configuration).kind
    }

    @Test func aPoolWhoseFileSystemWentAwayIsRefused() async throws {
        try await TestPool.with(.copy) { pool in
            try PoolMarker(driver: .btrfs).write(at: pool.directory)
            let configuration = PoolConfiguration(name: "p", directory: pool.directory)
            let error = await #expect(throws: StorageError.self) { try await StorageDrivers.open(configuration) }
            #expect(error?.message.contains("it is not on Btrfs. Mount the file system") == true)
        }
    }

    @Test func treesOfTwoDriversAreAmbiguous() async throws {
        try await TestPool.with(.btrfs) { pool in
            try await pool.driver().createDataset("base")
            let plain = pool.directory.appending("datasets/plain")
            try plain.makeDirectory()
            let error = await #expect(throws: StorageError.self) { try await kind(pool, configured: nil) }
            #expect(error?.message.contains("Name the pool's driver in the configuration") == true)
            let named = try await kind(pool, configured: .btrfs)
            #expect(named == .btrfs)
        }
    }

    @Test func aDamagedMarkerIsReported() async throws {
        try await TestPool.with(.copy) { pool in
            for text in [
                "", "{", #"{"driver":"tape","id":"1","version":1}"#, #"{"driver":"copy","id":"1","version":2}"#,
            ] {
                try pool.directory.appending(".dblab-pool.json").write(text)
                let error = #expect(throws: StorageError.self) { try PoolMarker.read(at: pool.directory) }
                #expect(error?.message.contains(".dblab-pool.json is damaged or of a newer version") == true)
            }
        }
    }

    @Test func workThatACrashCutShortIsSweptOnOpening() async throws {
        try await TestPool.with(.copy) { pool in
            let layout = try PoolLayout(root: pool.directory)
            try layout.scratch.appending("abandoned/deep").makeDirectory()
            _ = try await StorageDrivers.open(pool.configuration)
            let leftovers = try pool.leftovers()
            #expect(leftovers == [])
        }
    }
}
