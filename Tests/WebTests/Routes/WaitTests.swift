import API
import Engine
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct WaitTests {
    private static let request = #"{"id":"a","db":{"username":"neal","password":"nealisawesome"}}"#

    @Test func creationAnswersWhenTheCloneIsReady() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            async let response = requests.send(.post, "/clone?wait=60s", json: Self.request)
            try await engine.eventually("clone.requested")
            try engine.setPhase(of: "a", to: .ready)
            let answer = try await response
            #expect(answer.status == .created)
            #expect(try answer.value(API.Clone.self).status == CloneStatus(.ok))
        }
    }

    @Test func creationAnswersWhenTheCloneFails() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            async let response = requests.send(.post, "/clone?wait=1m", json: Self.request)
            try await engine.eventually("clone.requested")
            let failure = CloneFailure(step: "startServer", message: "no memory", attempts: 1, retryAt: nil)
            try engine.setPhase(of: "a", to: .failed, failure: failure)
            #expect(try await response.value(API.Clone.self).status == CloneStatus(code: .fatal, message: "no memory"))
        }
    }

    @Test func creationAnswersWhenTheTimeIsOver() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            let response = try await requests.send(.post, "/clone?wait=1ms", json: Self.request)
            #expect(try response.value(API.Clone.self).status == CloneStatus(.creating))
        }
    }

    @Test func theLongestWaitIsBounded() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let limits = RequestLimitsFixture.shortWaits
        try await engine.test(limits: limits) { requests in
            let response = try await requests.send(.post, "/clone?wait=1000000", json: Self.request)
            #expect(try response.value(API.Clone.self).status == CloneStatus(.creating))
        }
    }

    @Test func resetAndDestroyWaitToo() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.test { requests in
            async let reset = requests.send(.post, "/clone/a/reset?wait=60")
            try await engine.eventually("clone.resetting")
            try engine.setPhase(of: "a", to: .ready)
            #expect(try await reset.value(API.Clone.self).status == CloneStatus(.ok))

            async let destroyed = requests.send(.delete, "/clone/a?wait=60s")
            try await engine.eventually("clone.deleting")
            try engine.catalog.deleteClone("a")
            let answer = try await destroyed
            #expect((answer.status, answer.text) == (.ok, ""))
        }
    }

    @Test(arguments: ["soon", "-1s", "1e9", "1y", "%ff"])
    func anythingElseIsRefused(_ text: String) async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.test { requests in
            let error = try await requests.send(.post, "/clone?wait=\(text)", json: Self.request).error(.badRequest)
            #expect(error.message.contains("`wait`"))
            #expect(try engine.catalog.clones().isEmpty)
        }
    }
}
