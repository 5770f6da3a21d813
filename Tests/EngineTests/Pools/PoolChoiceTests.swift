import Storage
import SystemPackage
import Testing

@testable import Engine

@Suite struct PoolChoiceTests {
    private func pools(isPinned: Bool) -> Pools {
        func pool(_ name: String) -> StoragePool {
            StoragePool(name: name, directory: "/nowhere", kind: .copy, driver: ZFSDriver(dataset: "nowhere"))
        }
        return Pools(selected: pool("a"), others: [pool("b"), pool("c")], isPinned: isPinned)
    }

    private func snapshot(_ pool: String, age: Double, dataset: String = "base-x") throws -> Snapshot {
        var snapshot = try Fixture.snapshot("\(pool)@\(age)", dataset: dataset, age: age)
        snapshot.pool = pool
        return snapshot
    }

    @Test func poolsTakeTurns() throws {
        let pools = pools(isPinned: false)
        #expect(pools.next(after: []).name == "a")
        #expect(pools.next(after: [try snapshot("a", age: 9)]).name == "b")
        let full = [try snapshot("a", age: 9), try snapshot("b", age: 3), try snapshot("c", age: 6)]
        #expect(pools.next(after: full).name == "a")
        #expect(pools.next(after: full + [try snapshot("a", age: 1)]).name == "c")
        let commit = try snapshot("c", age: 0, dataset: "clone-x-r1")
        #expect(pools.next(after: full + [try snapshot("a", age: 1), commit]).name == "c", "no refresh made it")
    }

    @Test func theChosenPoolIsFilledAlways() throws {
        let snapshots = [try snapshot("a", age: 1), try snapshot("b", age: 9)]
        #expect(pools(isPinned: true).next(after: snapshots).name == "a")
    }

    @Test func aCloneKnowsWhereItsRevisionsLie() throws {
        var clone = try Fixture.clone(revision: 2)
        clone.pool = "a"
        clone.move(to: "a")
        #expect(clone.formerPools == nil)
        clone.move(to: "b")
        clone.revision = 3
        clone.move(to: "c")
        clone.revision = 4
        #expect((1...4).map { clone.pool(ofRevision: $0) } == ["a", "a", "b", "c"])
        clone.forgetRevisions(through: 2)
        #expect((3...4).map { clone.pool(ofRevision: $0) } == ["b", "c"] && clone.removedThrough == 2)
        clone.forgetRevisions(through: 3)
        #expect(clone.formerPools == nil && clone.pool(ofRevision: 4) == "c")
    }
}
