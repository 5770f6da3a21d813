import API
import Engine
import Foundation
import HTTPTypes
import Testing
import Web

@Suite struct HistoryRoutesTests {
    @Test func eventsAreListedTheNewestFirst() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try engine.addClone("b")
        try await engine.test { requests in
            let all = try await requests.get("/instance/events").value([API.Event].self)
            #expect(all.map(\.id) == all.map(\.id).sorted(by: >) && all.count >= 4)
            let ofA = try await requests.get("/instance/events?subject=clone:a").value([API.Event].self)
            #expect(ofA.map(\.kind) == ["clone.ready", "clone.requested"])
            let page = try await requests.get("/instance/events?limit=2").value([API.Event].self)
            let next = try await requests.get("/instance/events?limit=500&before=\(page[1].id)").value([API.Event].self)
            #expect(page + next == all)
            let none = try await requests.get("/instance/events?subject=clone:none").value([API.Event].self)
            #expect(none.isEmpty)
        }
    }

    @Test(arguments: ["limit=0", "limit=-1", "limit=x", "before=x", "before=-1", "subject=%zz"])
    func badQueriesAreRefused(_ query: String) async throws {
        try await TestEngine().test { requests in
            let error = try await requests.get("/instance/events?\(query)").error(.badRequest)
            #expect(error.message.hasPrefix("invalid value for `"))
        }
    }

    @Test func figuresOverTime() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try engine.addClone("b", phase: .cloning)
        engine.services.status.history.add(
            DomainPoolSample(pool: "pool", at: Date(), size: 100, free: 40, usedBySnapshots: 20, usedByClones: 10)
        )
        try await engine.test { requests in
            let history = try await requests.get("/instance/history").value(InstanceHistory.self)
            #expect(history.clones.map(\.count) == [1, 2])
            #expect(history.creations.count == 1 && history.creations.allSatisfy { $0.seconds >= 0 && $0.seconds < 60 })
            #expect(history.pools.map(\.free) == [40] && history.pools.map(\.usedByClones) == [10])
        }
    }
}
