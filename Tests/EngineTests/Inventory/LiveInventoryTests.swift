import Engine
import Foundation
import Testing

@Suite struct LiveInventoryTests {
    let catalog: Catalog

    init() throws {
        catalog = try Fixture.catalog()
        try catalog.insertSnapshot(Fixture.snapshot())
    }

    private var snapshot: String { "pool@snapshot_20260101000000" }

    /// Compares with what is read without any memory.
    private func expectTruth(_ comment: Comment) throws {
        let inventory = try catalog.inventory()
        #expect(try inventory.clones.map(\.row) == catalog.clones(), comment)
        #expect(try inventory.snapshots.map(\.row) == catalog.snapshots(), comment)
    }

    private func insertClone(_ id: String) throws {
        _ = try catalog.insertClone(Fixture.request(id), of: snapshot, ports: Fixture.ports(500, from: 41300))
    }

    @Test func eachChangeIsSeen() throws {
        try expectTruth("at first")
        try insertClone("a")
        try expectTruth("a new clone")
        try catalog.updateClone("a", event: "clone.ready") { $0.phase = .ready }
        try expectTruth("a wish")
        try catalog.noteClone("a", event: "clone.ready") { $0.cloningTime = 5 }
        try expectTruth("a note")
        try catalog.insertSnapshot(Fixture.snapshot("pool@later", dataset: "base-b", age: -60))
        try expectTruth("a new snapshot")
        try catalog.updateSnapshot("pool@later", event: "snapshot.updated") { $0.message = "words" }
        try expectTruth("a changed snapshot")
        try catalog.requestSnapshotDeletion("pool@later")
        try catalog.deleteSnapshot("pool@later")
        try expectTruth("a snapshot less")
        try catalog.deleteClone("a")
        try expectTruth("a clone less")
    }

    @Test func whatDidNotChangeIsNotReadAgain() throws {
        for id in ["a", "b", "c"] { try insertClone(id) }
        let before = try versions()
        #expect(try versions() == before)
        try catalog.updateClone("b", event: "clone.ready") { $0.phase = .ready }
        let after = try versions()
        #expect(after["a"] == before["a"] && after["c"] == before["c"])
        #expect(try #require(after["b"]) > #require(before.values.max()))
    }

    @Test func aFailedChangeIsNone() throws {
        try insertClone("a")
        let before = try versions()
        #expect(throws: FailpointError.self) {
            try catalog.updateClone("a", event: "clone.ready") { _ in throw FailpointError(place: "test") }
        }
        #expect(try versions() == before)
        try expectTruth("after a failure")
    }

    @Test func manyChangesAtOnceAreSeen() throws {
        _ = try catalog.inventory()
        for number in 0..<150 { try insertClone("c\(number)") }
        try expectTruth("more than are looked for one by one")
        for number in stride(from: 0, to: 150, by: 2) { try catalog.deleteClone("c\(number)") }
        for number in stride(from: 1, to: 150, by: 2) {
            try catalog.updateClone("c\(number)", event: "e") { $0.port += 1000 }
        }
        try expectTruth("after many different changes")
    }

    @Test func itIsTrueWhileOthersWrite() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    for number in 0..<50 {
                        let id = "w\(writer)-\(number)"
                        try insertClone(id)
                        #expect(try catalog.inventory().clones.contains { $0.row.id == id })
                    }
                }
            }
            try await group.waitForAll()
        }
        try expectTruth("after all")
    }

    private func versions() throws -> [String: UInt64] {
        Dictionary(uniqueKeysWithValues: try catalog.inventory().clones.map { ($0.row.id, $0.version) })
    }
}
