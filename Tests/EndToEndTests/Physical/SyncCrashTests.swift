import API
import StorageConformance
import Testing

extension EndToEnd {
    /// SIGKILL at every place of physical mode with a standby.
    @Suite struct SyncCrashTests {
        private static let ofTheCopy = [
            "replica.insert.after", "refresh.restore.before", "refresh.restore.slot", "refresh.restore.copied",
            "refresh.restore.tidied", "replica.restored.before", "replica.restored.after", "replica.startServer.before",
            "replica.startServer.after", "replica.announce.before",
        ]
        private static let ofSnapshots = [
            "replica.snapshot.before", "replica.snapshot.after", "refresh.dataset.after", "refresh.promote.recovering",
            "refresh.promote.promoted", "refresh.hygiene.cluster", "refresh.finish.stopped",
            "refresh.finish.logRemoved", "refresh.finish.rehearsed", "refresh.snapshot.before",
            "refresh.snapshot.after",
        ]

        @Test(arguments: [TestPool.Kind.btrfs, .zfs])
        func everyPlaceOfACopyEndsInOneStandby(on kind: TestPool.Kind) async throws {
            let complaints = ["refresh interrupted"]
            try await Primary.with(kind, options: Primary.sync, slot: "dblab", complaints: complaints) { site, source in
                try await source.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'")
                try await source.execute("SELECT pg_reload_conf()")
                let first = try await site.startWithSnapshot()
                try await first.createClone("bystander")
                let witness = try await CloneWitness("bystander", of: first)
                await first.kill()
                for place in Self.ofTheCopy {
                    let comment: Comment = "killed at \(place)"
                    let doomed = try await site.start(failpoint: place)
                    _ = try? await doomed.client.startRefresh()
                    await doomed.expectDeath(comment)
                    let next = try await site.start()
                    try await next.waitForSync("OK")
                    try await next.waitUntilIdle()
                    try await next.refresh()
                    try await next.waitForSync("OK")
                    // On ZFS each stays for the snapshot that was made of it.
                    if kind != .zfs { try await next.waitForOneReplica() }
                    try await next.waitForOneSlot(at: source)
                    try await witness.expectUnchanged(by: next, comment)
                    await next.kill()
                }
            }
        }

        @Test(arguments: [TestPool.Kind.btrfs, .copy, .zfs])
        func everyPlaceOfASnapshotLeavesTheLastOneAlone(on kind: TestPool.Kind) async throws {
            let complaints = ["refresh interrupted"]
            try await Primary.with(kind, options: Primary.sync, complaints: complaints) { site, source in
                let first = try await site.startWithSnapshot()
                try await first.createClone("bystander")
                let witness = try await CloneWitness("bystander", of: first)
                await first.kill()
                let places = Self.ofSnapshots + (kind == .copy ? ["replica.snapshot.stopped"] : [])
                for place in places {
                    let comment: Comment = "killed at \(place)"
                    try await source.addOrder()
                    let doomed = try await site.start(failpoint: place)
                    try await doomed.waitForSync("OK")
                    _ = try? await doomed.client.createSnapshot()
                    await doomed.expectDeath(comment)
                    let next = try await site.start()
                    try await next.waitForSync("OK")
                    try await next.waitUntilCleared()
                    #expect(try await next.client.snapshots().count == 1, comment)
                    try await witness.expectUnchanged(by: next, comment)
                    await next.kill()
                }
                let last = try await site.start()
                try await last.waitForSync("OK")
                let snapshot = try await last.client.createSnapshot()
                try await last.createClone("fresh", snapshot: snapshot.id)
                #expect(try await last.checksum(of: "fresh") == source.value(Shop.checksum))
            }
        }
    }
}
