import Storage
import SystemPackage
import Testing

@testable import Engine

@Suite struct SpaceNeedTests {
    private let need = SpaceNeed(databases: ["shop": 3 << 30, "crm": 1 << 30])

    @Test func whatFitsIsNotRefused() throws {
        try need.check(space: PoolSpace(size: 8 << 30, free: 4 << 30), pool: "p")
        try need.check(space: PoolSpace(size: 8 << 30, free: 2 << 30), pool: "p", share: 0.5)
        try SpaceNeed(databases: [:]).check(space: PoolSpace(size: 0, free: 0), pool: "p")
    }

    @Test func whatCannotFitIsRefusedWithFigures() {
        let error = #expect(throws: EngineError.self) {
            try need.check(space: PoolSpace(size: 8 << 30, free: 3 << 29), pool: "p")
        }
        #expect(error?.code == .exhausted)
        #expect(
            error?.message
                == "the new copy does not fit: it takes about 4.0 GiB, pool \"p\" has 1.5 GiB free of 8.0 GiB"
        )
        #expect(error?.detail == "At the source the databases take 4.0 GiB: shop 3.0 GiB, crm 1.0 GiB.")
    }

    @Test func theLastCopyTellsHowMuchFilesArePacked() throws {
        func pool(_ kind: DriverKind) -> StoragePool {
            StoragePool(name: "pool", directory: "/nowhere", kind: kind, driver: ZFSDriver(dataset: "nowhere"))
        }
        var (old, new) = (try Fixture.snapshot("old", age: 60), try Fixture.snapshot("new", dataset: "base-b"))
        (old.logicalSize, old.physicalSize) = (100, 90)
        (new.logicalSize, new.physicalSize) = (100, 40)
        #expect(RefreshRun.share(in: pool(.zfs), of: [old, new]) == 0.4)
        #expect(RefreshRun.share(in: pool(.zfs), of: []) == 0.5)
        #expect(RefreshRun.share(in: pool(.copy), of: []) == 1)
        new.physicalSize = 200
        #expect(RefreshRun.share(in: pool(.reflink), of: [new]) == 1)
        new.pool = "another"
        #expect(RefreshRun.share(in: pool(.reflink), of: [new]) == 1)
    }
}
