import Engine
import Foundation
import GRDB
import Testing

@Suite struct CatalogTests {
    let catalog: Catalog

    init() throws {
        catalog = try Fixture.catalog()
        try catalog.insertSnapshot(Fixture.snapshot())
    }

    private var snapshot: String { "pool@snapshot_20260101000000" }

    @Test func aRowComesBackAsItWas() throws {
        var request = Fixture.request()
        request.settings = ["work_mem": "1MB"]
        let clone = try catalog.insertClone(request, of: snapshot, ports: Fixture.ports(1, from: 41200))
        let read = try #require(try catalog.clone("a"))
        #expect(read.settings == ["work_mem": "1MB"])
        #expect(read.uid == clone.uid)
        #expect(read.port == 41200)
    }

    @Test func everyChangeHasItsEvent() throws {
        _ = try catalog.insertClone(Fixture.request(), of: snapshot, ports: Fixture.ports(1, from: 41201))
        try catalog.updateClone("a", event: "clone.ready") { $0.phase = .ready }
        try catalog.deleteClone("a")
        #expect(
            try catalog.events(subject: "clone:a").map(\.kind) == ["clone.requested", "clone.ready", "clone.deleted"]
        )
    }

    @Test func aFailedChangeLeavesNoEvent() throws {
        _ = try catalog.insertClone(Fixture.request(), of: snapshot, ports: Fixture.ports(1, from: 41202))
        let before = try catalog.lastEventID()
        #expect(throws: FailpointError.self) {
            try catalog.updateClone("a", event: "clone.ready") { _ in throw FailpointError(place: "test") }
        }
        #expect(try catalog.lastEventID() == before)
    }

    @Test func theSameIDIsRefusedInDBLabsWords() throws {
        let ports = try Fixture.ports(2, from: 41203)
        _ = try catalog.insertClone(Fixture.request(), of: snapshot, ports: ports)
        let error = #expect(throws: EngineError.self) {
            try catalog.insertClone(Fixture.request(), of: snapshot, ports: ports)
        }
        #expect(error?.code == .alreadyExists)
        #expect(error?.message == "clone with ID \"a\" already exists")
        #expect(try catalog.clones().count == 1)
    }

    @Test func portsAreGivenLowestFirstAndNeverTwice() throws {
        let ports = try Fixture.ports(3, from: 41210)
        for name in ["a", "b", "c"] {
            _ = try catalog.insertClone(Fixture.request(name), of: snapshot, ports: ports)
        }
        #expect(try Set(catalog.clones().map(\.port)) == [41210, 41211, 41212])
        let error = #expect(throws: EngineError.self) {
            try catalog.insertClone(Fixture.request("d"), of: snapshot, ports: ports)
        }
        #expect(error?.code == .exhausted)
        try catalog.deleteClone("b")
        #expect(try catalog.insertClone(Fixture.request("d"), of: snapshot, ports: ports).port == 41211)
    }

    @Test func aSnapshotWithClonesIsNotDeleted() throws {
        _ = try catalog.insertClone(Fixture.request(), of: snapshot, ports: Fixture.ports(1, from: 41215))
        let error = #expect(throws: EngineError.self) { try catalog.requestSnapshotDeletion(snapshot) }
        #expect(error?.code == .inUse)
        #expect(error?.message.contains("dependent clones: a") == true)
        #expect(try catalog.snapshot(snapshot)?.intent == .present)
    }

    @Test func noCloneIsMadeOfASnapshotThatGoes() throws {
        try catalog.requestSnapshotDeletion(snapshot)
        let error = #expect(throws: EngineError.self) {
            try catalog.insertClone(Fixture.request(), of: snapshot, ports: Fixture.ports(1, from: 41216))
        }
        #expect(error?.code == .notFound)
    }

    @Test func theLatestSnapshotIsTheOneWithTheNewestData() throws {
        try catalog.insertSnapshot(Fixture.snapshot("pool@older", dataset: "base-b", age: 100))
        #expect(try catalog.latestSnapshot()?.id == snapshot)
        #expect(try catalog.latestSnapshot(branch: "nowhere") == nil)
    }

    @Test func aDamagedFileIsRefusedWithTheRemedy() throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("dblab-\(UUID().uuidString).sqlite")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(repeating: 0x5A, count: 8192).write(to: file)
        let error = #expect(throws: EngineError.self) { try Catalog(path: file.path) }
        #expect(error?.hint?.contains("catalog rebuild") == true)
    }

    @Test func aCommitIsOnDiskBeforeItIsBelieved() throws {
        try withFile { (opened: Catalog) throws in
            #expect(try opened.synchronousMode() == 2)
        }
    }

    @Test func theWishAfterANoteIsOnDiskAgain() throws {
        try withFile { (opened: Catalog) throws in
            try opened.insertSnapshot(Fixture.snapshot())
            _ = try opened.insertClone(Fixture.request(), of: snapshot, ports: Fixture.ports(1, from: 41203))
            try opened.noteClone("a", event: "clone.ready") { $0.phase = .ready }
            #expect(try opened.synchronousMode() == 2)
            #expect(throws: FailpointError.self) {
                try opened.noteClone("a", event: "clone.failed") { _ in throw FailpointError(place: "test") }
            }
            #expect(try opened.synchronousMode() == 2)
            #expect(try opened.clone("a")?.phase == .ready)
            #expect(try opened.events(subject: "clone:a").map(\.kind) == ["clone.requested", "clone.ready"])
        }
    }

    private func withFile(_ body: (Catalog) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("dblab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(try Catalog(path: directory.appendingPathComponent("catalog.sqlite").path))
    }
}
