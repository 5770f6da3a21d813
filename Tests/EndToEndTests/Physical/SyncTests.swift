import API
import Storage
import StorageConformance
import Testing

extension EndToEnd {
    /// A standby that follows production, and snapshots of it.
    @Suite struct SyncTests {
        @Test(arguments: [TestPool.Kind.btrfs, .copy, .zfs])
        func snapshotsOfAStandbyShowLaterAndLaterData(on kind: TestPool.Kind) async throws {
            try await Primary.with(kind, options: Primary.sync) { site, source in
                let daemon = try await site.startWithSnapshot()
                let sync = try await daemon.waitForSync("OK")
                #expect(sync.startedAt != nil && !sync.lastReplayedLsn.isEmpty)
                #expect(try await daemon.client.retrieval().synchronization?.status.code == "OK")
                let metrics = try await RawRequest(target: "/metrics").send(to: daemon).body
                for line in [
                    "sync_status{status=\"OK\"} 1", "sync_wal_lag_seconds", "sync_uptime_seconds",
                    "sync_last_replayed_timestamp",
                ] {
                    #expect(metrics.contains("\ndblab_\(line)"), "\(line)")
                }
                try await daemon.createClone("early")
                let before = try await daemon.checksum(of: "early")
                #expect(try await source.value(Shop.checksum) == before)

                try await source.addOrder()
                try await source.waitForStandby()
                let later = try await daemon.client.createSnapshot()
                try await daemon.createClone("late", snapshot: later.id)
                #expect(try await daemon.checksum(of: "late") == source.value(Shop.checksum))
                #expect(try await daemon.checksum(of: "early") == before)
                #expect(try await daemon.value("SELECT pg_is_in_recovery()", in: "late") == "f")

                let same = try await daemon.client.createSnapshot()
                #expect(same.id == later.id, "nothing has changed")
                #expect(try await daemon.client.snapshots().count == 2)
                #expect(try await daemon.replicaDatasets().count == 1)
                #expect(await daemon.stop() == 0)
            }
        }

        @Test
        func anEngineRestartIsNotNoticedByTheStandby() async throws {
            try await Primary.with(options: Primary.sync) { site, source in
                let first = try await site.startWithSnapshot()
                let started = try await first.waitForSync("OK").startedAt
                let datasets = try await first.replicaDatasets()
                await first.kill()
                try await source.addOrder()
                try await source.waitForStandby()
                let second = try await site.start()
                #expect(try await second.waitForSync("OK").startedAt == started, "it ran all the time")
                let snapshot = try await second.client.createSnapshot()
                try await second.createClone("fresh", snapshot: snapshot.id)
                #expect(try await second.checksum(of: "fresh") == source.value(Shop.checksum))
                await second.kill()
                await site.killServers()
                let third = try await site.start()
                #expect(try await third.waitForSync("OK").startedAt != started, "it was started again")
                #expect(try await third.replicaDatasets() == datasets)
            }
        }

        @Test
        func bothKindsOfSnapshotsLiveSideBySide() async throws {
            try await Primary.with(options: Primary.sync) { site, source in
                let physical = try await site.startWithSnapshot()
                try await physical.waitForSync("OK")
                try await physical.createClone("physical")
                let witness = try await CloneWitness("physical", of: physical)
                #expect(await physical.stop() == 0)

                try site.configurationFile.write(site.logicalConfiguration())
                let logical = try await site.start()
                #expect(try await logical.client.status().synchronization == nil)
                try await logical.refresh()
                try await logical.createClone("logical")
                try await witness.expectUnchanged(by: logical, "switched to logical mode")
                #expect(try await logical.checksum(of: "logical") == source.value(Shop.checksum))
                #expect(try await logical.client.snapshots().count == 2)
                try await logical.waitForReplicaEvents("replica.removed")
                #expect(try await logical.replicaDatasets().isEmpty, "nobody needs the standby any more")

                try site.configurationFile.write(site.configuration())
                #expect(await logical.stop() == 0)
                let again = try await site.start()
                try await again.refresh()
                try await again.waitForSync("OK")
                try await witness.expectUnchanged(by: again, "and back")
                #expect(try await again.client.retrieval().mode == "physical")
            }
        }
    }
}
