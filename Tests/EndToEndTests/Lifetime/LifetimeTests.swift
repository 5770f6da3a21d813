import API
import FoundationEssentials
import Postgres
import StorageConformance
import Testing

extension EndToEnd {
    /// What goes by itself, and what does not.
    @Suite struct LifetimeTests {
        @Test func clonesAndSnapshotsGoAtTheirTime() async throws {
            try await Site.with { site in
                let daemon = try await site.startWithSnapshot()
                let old = try #require(try await daemon.client.snapshots().first)
                try await daemon.refresh()
                try await daemon.createClone("stays")
                try await daemon.createClone("goes")
                let past = Timestamp(Date(timeIntervalSinceNow: -1))
                let update = SnapshotUpdate(deleteAt: past)
                _ = try await daemon.client.updateSnapshot(old.id, update)
                let change = CloneUpdateRequest(protected: false, deleteAt: past)
                _ = try await daemon.client.updateClone("goes", change)
                try await daemon.waitForEvent("goes", ["clone.deleted"])
                try await daemon.waitUntilOneSnapshotIsLeft()
                let state = try await daemon.state()
                #expect(state.clones == ["stays"] && !state.knownSnapshots.contains(old.id))
                #expect(state.servers.count(where: { !$0.contains("/") }) == 1)
                #expect(state.datasets.count == 2, "\(state)")
            }
        }

        @Test func onlyIdleClonesGo() async throws {
            let options = Site.Options(configuration: "cloning: {maxIdleSeconds: 2}")
            try await Site.with(.btrfs, options) { site in
                let daemon = try await site.startWithSnapshot()
                // The clones are protected until the test is ready to watch them.
                for id in ["idle", "open", "working", "kept"] {
                    var request = daemon.request(id)
                    request.protected = true
                    _ = try await daemon.client.createClone(request, wait: .seconds(60))
                }
                let working = try await daemon.connection(to: try await daemon.client.clone("working"))
                try await working.execute("BEGIN; SELECT 1")
                let open = try await daemon.connection(to: try await daemon.client.clone("open"))
                _ = try await open.query("SELECT 1")
                for id in ["idle", "open", "working"] {
                    _ = try await daemon.client.updateClone(id, CloneUpdateRequest(protected: false))
                }
                try await daemon.waitForEvent("idle", ["clone.deleted"])
                try await daemon.waitForEvent("open", ["clone.deleted"])
                await open.close()
                #expect(try await working.query("SELECT 1") == [["1"]], "a transaction is open")
                try await working.execute("COMMIT")
                await working.close()
                try await daemon.waitForEvent("working", ["clone.deleted"])
                #expect(try await daemon.state().clones == ["kept"])
            }
        }
    }
}
