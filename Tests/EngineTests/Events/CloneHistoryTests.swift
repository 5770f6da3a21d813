import Engine
import Foundation
import GRDB
import Testing

@Suite struct CloneHistoryTests {
    @Test func clonesAreCountedAndTheirCreationsTimed() throws {
        let catalog = try Catalog(DatabaseQueue())
        let snapshot = try Fixture.snapshot()
        try catalog.insertSnapshot(snapshot)
        let ports = try Fixture.ports(10, from: 46_900)
        for id in ["a", "b"] { _ = try catalog.insertClone(Fixture.request(id), of: snapshot.id, ports: ports) }
        for id in ["a", "b", "a"] { try catalog.updateClone(id, event: "clone.ready") { _ in } }
        try catalog.deleteClone("a")
        let history = try catalog.cloneHistory()
        #expect(history.counts.map(\.clones) == [1, 2, 1])
        // Becoming ready again, as after a reset, is no creation.
        #expect(history.creations.count == 2)
    }

    @Test func whatIsTooOldToBeReadIsCountedAllTheSame() throws {
        let catalog = try Catalog(DatabaseQueue())
        let snapshot = try Fixture.snapshot()
        try catalog.insertSnapshot(snapshot)
        let ports = try Fixture.ports(10, from: 46_900)
        for id in ["a", "b", "c"] { _ = try catalog.insertClone(Fixture.request(id), of: snapshot.id, ports: ports) }
        #expect(try catalog.cloneHistory(limit: 1).counts.map(\.clones) == [3])
    }
}
