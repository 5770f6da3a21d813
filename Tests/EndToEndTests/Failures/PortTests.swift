import API
import RuntimeConformance
import StorageConformance
import Testing

extension EndToEnd {
    /// Ports are few, and not only ours.
    @Suite struct PortTests {
        @Test
        func whenAllAreTakenTheAnswerSaysSo() async throws {
            try await Site.with(.btrfs, .init(portCount: 2)) { site in
                let daemon = try await site.startWithSnapshot()
                try await daemon.createClone("first")
                try await daemon.createClone("second")
                let refusal = await #expect(throws: APIError.self) { try await daemon.createClone("third") }
                #expect(refusal.map { (400..<500).contains($0.status) } == true)
                #expect(refusal?.message.contains("no available ports") == true)
                #expect(try await daemon.client.clones().count == 2)
                try await daemon.client.destroyClone("first", wait: .seconds(60))
                let third = try await daemon.createClone("third")
                #expect(third.db.port == String(site.ports.lowerBound))
            }
        }

        @Test
        func aStrangersPortIsLeftToHim() async throws {
            try await Site.with { site in
                let daemon = try await site.startWithSnapshot()
                let stranger = try Listener(port: site.ports.lowerBound)
                defer { stranger.close() }
                let clone = try await daemon.createClone("polite")
                #expect(clone.db.port == String(site.ports.lowerBound + 1))
                #expect(try await daemon.value("SELECT 1", in: "polite") == "1")
            }
        }

        @Test
        func aPortThatIsTakenAfterItWasGrantedIsReplaced() async throws {
            try await Site.with { site in
                await (try site.startWithSnapshot()).kill()
                let doomed = try await site.start(failpoint: "clone.startServer.before")
                _ = try? await doomed.client.createClone(doomed.request("unlucky"), wait: .seconds(60))
                await doomed.expectDeath("before the server is started")
                let stranger = try Listener(port: site.ports.lowerBound)
                defer { stranger.close() }
                let next = try await site.start()
                let clone = try #require(try await next.settled("unlucky"))
                #expect(clone.status.code == .ok, "\(clone.status.message)")
                #expect(clone.db.port == String(site.ports.lowerBound + 1))
            }
        }

        @Test
        func aClonesKnownPortIsWaitedFor() async throws {
            try await Site.with(.btrfs, .init(expectedComplaints: ["clone=known"])) { site in
                let first = try await site.startWithSnapshot()
                let clone = try await first.createClone("known")
                try await first.execute(Shop.damage, in: "known")
                let checksum = try await first.checksum(of: "known")
                await first.kill()
                await site.killServers()
                let stranger = try await Listener.onceFree(port: site.ports.lowerBound)
                let next = try await site.start()
                try await next.waitForEvent("known", ["clone.retryScheduled", "clone.failed"])
                stranger.close()
                _ = try await RawRequest(method: "POST", target: "/clone/known/retry?wait=30s").send(to: next)
                let back = try await next.client.clone("known")
                #expect(back.status.code == .ok, "\(back.status.message)")
                #expect(back.db == clone.db)
                #expect(try await next.checksum(of: "known") == checksum)
            }
        }
    }
}
