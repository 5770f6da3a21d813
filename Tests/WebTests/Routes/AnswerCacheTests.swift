import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Storage
import Testing
import Web

@Suite struct AnswerCacheTests {
    @Test func listsAreTheSameUntilSomethingChanges() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            for path in ["/status", "/clones", "/snapshots"] {
                let (first, second) = (try await requests.get(path).text, try await requests.get(path).text)
                #expect(first == second, "\(path)")
            }
        }
    }

    @Test func eachChangeShowsAtOnce() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            func ids() async throws -> [String] {
                let status: InstanceStatus = try await requests.get("/status").value()
                let clones: [API.Clone] = try await requests.get("/clones").value()
                let snapshots: [API.Snapshot] = try await requests.get("/snapshots").value()
                #expect(status.cloning.clones == clones)
                #expect(snapshots.flatMap(\.clones) == clones.map(\.id))
                return clones.map { "\($0.id) \($0.status.code.rawValue) \($0.metadata.cloneDiffSize)" }
            }
            #expect(try await ids() == [])
            let clone = try engine.addClone("a", phase: .pending)
            #expect(try await ids() == ["a CREATING 0"])
            try engine.setPhase(of: "a", to: .ready)
            #expect(try await ids() == ["a OK 0"])
            engine.services.status.update(spaces: [:], usages: [clone.uid: StorageUsage(logical: 1, exclusive: 5)])
            #expect(try await ids() == ["a OK 5"])
            try engine.catalog.deleteClone("a")
            #expect(try await ids() == [])
        }
    }

    @Test func aListDoesNotGrowWithTheSquareOfItsLength() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        for number in 1...51 { try engine.addClone("c\(number)") }
        try await engine.test { requests in
            let clones: [API.Clone] = try await requests.get("/clones").value()
            #expect(clones.allSatisfy { $0.snapshot?.numClones == 51 && $0.snapshot?.clones == [] })
            let snapshots: [API.Snapshot] = try await requests.get("/snapshots").value()
            #expect(snapshots.first?.clones.count == 51)
            let clone: API.Clone = try await requests.get("/clone/c1").value()
            #expect(clone.snapshot?.clones.count == 51)
        }
    }

    @Test func aChangeOfPolicyShowsAtOnce() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            let before = try await requests.get("/clones").text
            var policy = engine.policy.value
            policy.accessHost = "other.example"
            engine.policy.set(policy)
            #expect(try await requests.get("/clones").text == before.replacing("db.example", with: "other.example"))
        }
    }
}
