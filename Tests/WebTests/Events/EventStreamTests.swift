import API
import Engine
import Hummingbird
import HummingbirdTesting
import Logging
import ServiceLifecycle
import Testing
import Web

/// The stream as the API's own client reads it, from a server on a real port.
@Suite struct EventStreamTests {
    @Test func tellsWhatHappensFromNowOn() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.serve { client in
            try engine.addClone("a")
            var events = client.events(after: 1, subject: "clone:a").makeAsyncIterator()
            let first = try await events.next()
            #expect(first?.kind == .cloneRequested)
            #expect(first?.id == 2)
            #expect(try await events.next()?.kind == .cloneReady)
            try engine.setPhase(of: "a", to: .failed)
            let third = try await events.next()
            #expect((third?.kind.rawValue, third?.payload["phase"]) == ("clone.failed", "failed"))
        }
    }

    @Test func resumesWithoutLossOrRepetition() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try engine.addClone("a")
        try await engine.serve { client in
            for after in 0..<3 {
                var events = client.events(after: Int64(after)).makeAsyncIterator()
                let event = try await events.next()
                #expect(event?.id == Int64(after) + 1)
            }
        }
    }

    @Test func manySubscribersSeeTheSame() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        try await engine.serve { client in
            try await withThrowingTaskGroup(of: [Int64].self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        var ids: [Int64] = []
                        for try await event in client.events(after: 0) {
                            ids.append(event.id)
                            if ids.count == 5 { break }
                        }
                        return ids
                    }
                }
                try engine.addClone("a")
                try engine.addClone("b")
                for try await ids in group { #expect(ids == [1, 2, 3, 4, 5]) }
            }
        }
    }

    @Test func wrongPositionsAreRefused() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            for text in ["x", "-1", "1.5", "99999999999999999999"] {
                let error = try await requests.send(.get, "/events?after=\(text)").error(.badRequest)
                #expect(error.message.contains("`after`"))
                let header = try await requests.send(.get, "/events", headers: [TestRequests.lastEventID: text])
                #expect(try header.error(.badRequest).message.contains("`Last-Event-ID`"))
            }
        }
    }

    @Test func shutdownEndsOpenStreams() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        // That it returns at all is the proof: the server waits for its streams.
        try await engine.serve { client in
            var events = client.events(after: 0).makeAsyncIterator()
            let event = try await events.next()
            #expect(event?.id == 1)
        }
    }

    @Test func waitsEndAtShutdown() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let request = CloneCreateRequest(id: "a", db: .init(username: "neal", password: "nealisawesome"))
        let answered: @Sendable (Task<API.Clone, any Error>) async throws -> Void = { _ = try await $0.value }
        let created = try await engine.serve(beforeClientCloses: answered) { client in
            let waiting = Task { try await client.createClone(request, wait: .seconds(600)) }
            try await engine.eventually("clone.requested")
            return waiting
        }
        let clone = try await created.value
        #expect(clone.status == CloneStatus(.creating))
    }
}
