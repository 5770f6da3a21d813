import API
import StorageConformance
import Testing

extension EndToEnd {
    /// Who listens misses nothing, not even while the engine is away.
    @Suite struct EventStreamTests {
        @Test
        func aStreamGoesOnOverARestartWithoutGapOrRepetition() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                async let heard = Self.events(of: first.client, until: "clone:last")
                try await first.createClone("first")
                await first.kill()
                let next = try await site.start()
                try await next.createClone("last")
                try await next.client.destroyClone("last", wait: .seconds(60))
                let events = try await heard
                let present = try await Self.events(of: next.client, until: "clone:last")
                #expect(Self.lasting(events) == Self.lasting(present), "neither gap nor repetition")
                #expect(events.map(\.id) == Set(events.map(\.id)).sorted())
                let kinds = events.filter { $0.subject == "clone:first" }.map(\.kind)
                #expect(kinds.first == .cloneRequested && kinds.contains(.cloneReady))
            }
        }

        /// All but the progress of refreshes, of which only the newest is kept.
        private static func lasting(_ events: [Event]) -> [Event] {
            events.filter { $0.kind != .refreshProgress }
        }

        private static func events(of client: Client, until subject: String) async throws -> [Event] {
            var result: [Event] = []
            for try await event in client.events(after: 0) {
                result.append(event)
                if event.subject == subject, event.kind == .cloneDeleted { break }
            }
            return result
        }
    }
}
