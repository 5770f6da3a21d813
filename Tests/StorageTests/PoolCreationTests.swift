import Glibc
import StorageConformance
import SystemPackage
import Testing
import Tooling

@testable import Storage

/// Pools on files and ZFS datasets, really made, mounted and removed.
@Suite(.enabled(if: TestPool.Kind.btrfs.isAvailable, TestPool.Kind.btrfs.reason)) struct PoolCreationTests {
    @Test(
        .enabled(if: TestPool.Kind.xfs.isAvailable, TestPool.Kind.xfs.reason),
        arguments: PoolCreation.FileSystem.allCases
    )
    func aPoolOnAFileIsMountedAndRemoved(_ system: PoolCreation.FileSystem) async throws {
        try await withPlace { place in
            let creation = place.creation(system)
            try await creation.create()
            let pool = try await StorageDrivers.open(place.configuration)
            #expect(pool.kind == (system == .btrfs ? .btrfs : .reflink))
            #expect(try await pool.space().free > 50 << 20)
            #expect(try place.list.text().contains("x-dblab"))
            try await creation.remove()
            #expect(try place.root.names() == ["fstab"])
            #expect(try place.list.text() == "# others' lines\n")
        }
    }

    @Test func makingItAgainChangesNothing() async throws {
        try await withPlace { place in
            let creation = place.creation(.btrfs)
            try await creation.create()
            let pool = try await StorageDrivers.open(place.configuration)
            try await pool.driver.createDataset(#require(DatasetName("kept")))
            let list = try place.list.text()
            try await creation.create()
            #expect(try place.list.text() == list)
            #expect(try await pool.driver.inventory().datasets == [#require(DatasetName("kept"))])
            // As after a restart of the machine without mounting:
            try await Unmounting.unmount(place.pool)
            try await creation.create()
            #expect(try await pool.driver.inventory().datasets == [#require(DatasetName("kept"))])
            let error = await #expect(throws: StorageError.self) { try await creation.remove() }
            #expect(error?.code == .inUse(by: ["kept"]))
            try await creation.remove(discardsContent: true)
        }
    }

    @Test func anInterruptedCreationIsCompleted() async throws {
        try await withPlace { place in
            let creation = place.creation(.btrfs)
            try FilePath(place.image.string + ".partial").write("half a file system")
            try await creation.create()
            #expect(try await StorageDrivers.open(place.configuration).kind == .btrfs)
            try await creation.remove()
            #expect(try place.root.names() == ["fstab"])
        }
    }

    @Test func nothingForeignIsFormatted() async throws {
        try await withPlace { place in
            try place.image.createSparse(size: 64 << 20)
            try await Tool("mkfs.ext4")("-q", place.image.string)
            let error = await #expect(throws: StorageError.self) { try await place.creation(.btrfs).create() }
            #expect(error?.message.contains("already holds ext4") == true)
            let onDevice = PoolCreation(at: place.pool, on: .device(place.image, .btrfs), mountList: place.list)
            await #expect(throws: StorageError.self) { try await onDevice.create() }
            #expect(try await Tool("blkid")("-p", "-o", "value", "-s", "TYPE", place.image.string) == "ext4\n")
        }
    }

    @Test func aDirectoryInUseIsRefused() async throws {
        try await withPlace { place in
            try place.pool.makeDirectory()
            try place.pool.appending("mine").write("x")
            let error = await #expect(throws: StorageError.self) { try await place.creation(.btrfs).create() }
            #expect(error?.message.contains("is not empty (mine)") == true)
            #expect(try place.pool.names() == ["mine"])
        }
    }

    @Test func aPoolThatDoesNotFitIsRefused() async throws {
        try await withPlace { place in
            let creation = PoolCreation(
                at: place.pool,
                on: .file(place.image, size: 1 << 60, .btrfs),
                mountList: place.list
            )
            let error = await #expect(throws: StorageError.self) { try await creation.create() }
            #expect(error?.code == .outOfSpace)
            #expect(!place.image.isPresent)
        }
    }

    @Test func aPoolThatIsNotMountedIsNotFilled() async throws {
        try await withPlace { place in
            let creation = place.creation(.btrfs)
            try await creation.create()
            try await Unmounting.unmount(place.pool)
            let error = await #expect(throws: StorageError.self) { try await StorageDrivers.open(place.configuration) }
            #expect(error?.message.contains("is not mounted. Mount it: mount \(place.pool)") == true)
            #expect(try place.pool.names() == [".dblab-not-mounted"])
            try await creation.remove()
        }
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        try await CleanUp.after { cleanUp in
            let place = Place(root: try FilePath.makeTemporaryDirectory())
            cleanUp.add { try place.root.removeAll() }
            cleanUp.add {
                guard try MountTable.current().mount(at: place.pool) != nil else { return }
                try await Unmounting.unmount(place.pool, waitingFor: .seconds(60))
            }
            try place.list.write("# others' lines\n")
            try await body(place)
        }
    }
}

private struct Place {
    let root: FilePath
    var pool: FilePath { root.appending("the pool") }
    var image: FilePath { root.appending("pool image") }
    var list: FilePath { root.appending("fstab") }
    var configuration: PoolConfiguration { PoolConfiguration(name: "test", directory: pool) }

    func creation(_ system: PoolCreation.FileSystem) -> PoolCreation {
        PoolCreation(at: pool, on: .file(image, size: 300 << 20, system), mountList: list)
    }
}
