import API
import Postgres
import StorageConformance
import SystemPackage
import Testing

extension EndToEnd {
    /// What goes wrong with a real primary; the last good snapshot and all clones never notice.
    @Suite struct SyncFaultTests {
        /// Whatever the standby says meanwhile belongs to the tests.
        private static let kinds = [TestPool.Kind.btrfs, .zfs]
        private static let complaints = ["standby", "step=", "refresh failed", "replica="]

        private func scene(
            on kind: TestPool.Kind,
            slot: String? = nil,
            _ body: (Site, Source, Daemon, CloneWitness) async throws -> Void
        ) async throws {
            try await Primary.with(kind, options: Primary.sync, slot: slot, complaints: Self.complaints) {
                site,
                source in
                if slot != nil {
                    try await source.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '64MB'")
                    try await source.execute("SELECT pg_reload_conf()")
                }
                let daemon = try await site.startWithSnapshot()
                try await daemon.waitForSync("OK")
                try await daemon.createClone("bystander")
                let witness = try await CloneWitness("bystander", of: daemon)
                try await body(site, source, daemon, witness)
            }
        }

        private func expectFreshData(_ id: String, _ source: Source, _ daemon: Daemon) async throws {
            try await daemon.waitUntilIdle()
            try await source.addOrder()
            try await source.waitForStandby()
            let snapshot = try await daemon.client.createSnapshot()
            try await daemon.createClone(id, snapshot: snapshot.id)
            #expect(try await daemon.checksum(of: id) == source.value(Shop.checksum))
        }

        @Test(arguments: kinds)
        func aPrimaryThatIsAwayComesBack(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { _, source, daemon, witness in
                let datasets = try await daemon.replicaDatasets()
                try await source.stop()
                let away = try await daemon.waitForSync("Error")
                #expect(!away.status.message.isEmpty)
                #expect(try await daemon.client.retrieval().alerts["sync_failed"]?.level == "error")
                #expect(try await daemon.client.status().status.code == "WARNING")
                _ = try await daemon.client.createSnapshot()
                try await source.start()
                try await daemon.waitForSync("OK")
                try await expectFreshData("fresh", source, daemon)
                #expect(try await daemon.replicaDatasets() == datasets)
                #expect(try await daemon.client.retrieval().alerts["sync_failed"] == nil)
                try await witness.expectUnchanged(by: daemon, "away")
            }
        }

        /// Production writes as much as in a busy hour while it cannot be reached.
        @Test(arguments: kinds)
        func anHourOfLogIsCaughtUp(on kind: TestPool.Kind) async throws {
            try await scene(on: kind, slot: "dblab") { _, source, daemon, witness in
                try await source.execute("ALTER SYSTEM SET max_slot_wal_keep_size = '2GB'")
                try await source.execute("SELECT pg_reload_conf()")
                let datasets = try await daemon.replicaDatasets()
                try await source.lockOut()
                try await daemon.waitForSync("Error")
                let before = try await source.value("SELECT pg_current_wal_lsn()") ?? ""
                for _ in 0..<4 { try await source.writeLog(megabytes: 40) }
                let written = try await source.value(
                    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '\(before)') / 1048576"
                )
                #expect(written.flatMap { Double($0) } ?? 0 > 140, "\(written ?? "")")
                _ = try await daemon.client.createSnapshot()
                try await source.letIn()
                try await daemon.waitForSync("OK")
                try await expectFreshData("fresh", source, daemon)
                #expect(try await daemon.replicaDatasets() == datasets, "the same standby")
                try await witness.expectUnchanged(by: daemon, "an hour of log")
            }
        }

        /// The standby cannot write what it replays; there is room again once somebody removes what fills the pool.
        @Test
        func aPoolThatFillsUpIsToldOfAndGoesOn() async throws {
            try await Primary.with(.xfs, options: Primary.sync, complaints: Self.complaints) { site, source in
                let daemon = try await site.startWithSnapshot()
                try await daemon.waitForSync("OK")
                try await daemon.createClone("bystander")
                let checksum = try await daemon.checksum(of: "bystander")
                let filler = site.pool.directory.appending("filler")
                try await site.fillPool(filler, leaving: 24)
                for _ in 0..<3 { try await source.writeLog(megabytes: 32) }
                try await daemon.waitForMessage("space left")
                #expect(try await daemon.checksum(of: "bystander") == checksum)
                try await daemon.waitForAlert("sync_failed")
                try filler.removeAll()
                try await daemon.waitForSync("OK")
                try await expectFreshData("fresh", source, daemon)
                #expect(try await daemon.checksum(of: "bystander") == checksum)
            }
        }

        @Test(arguments: kinds)
        func logThatIsRemovedLeadsToAnotherCopy(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { site, source, first, witness in
                let datasets = try await first.replicaDatasets()
                await first.kill()
                await site.killServers()
                try await source.removeOldLog()
                let next = try await site.start()
                try await next.waitForReplicaEvents("replica.broken")
                try await next.waitForSync("OK")
                try await next.waitForOneReplica(besides: kind == .zfs ? datasets : [])
                #expect(try await next.replicaDatasets() != datasets)
                try await next.waitUntilServing("bystander")
                try await expectFreshData("fresh", source, next)
                #expect(try await next.checksum(of: "bystander") != next.checksum(of: "fresh"))
            }
        }

        @Test(arguments: kinds)
        func aSlotThatWasDroppedIsMadeAnew(on kind: TestPool.Kind) async throws {
            try await scene(on: kind, slot: "dblab") { site, source, first, witness in
                let slots = "SELECT count(*) FROM pg_replication_slots WHERE slot_name LIKE 'dblab\\_%'"
                #expect(try await source.value(slots) == "1")
                try await source.restart()
                try await source.execute(
                    """
                    SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active;
                    DO $$ BEGIN LOOP
                        BEGIN
                            PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots;
                            EXIT;
                        EXCEPTION WHEN object_in_use THEN
                            PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active;
                        END;
                    END LOOP; END $$
                    """
                )
                try await first.waitForReplicaEvents("replica.slotMade")
                try await first.waitForSync("OK")
                #expect(try await source.value(slots) == "1")
                try await expectFreshData("fresh", source, first)
                try await witness.expectUnchanged(by: first, "slot dropped")
            }
        }

        @Test(arguments: kinds)
        func aNewTimelineIsFollowed(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { _, source, daemon, witness in
                let datasets = try await daemon.replicaDatasets()
                try await source.failOver()
                try await source.execute("CHECKPOINT")
                #expect(try await source.value("SELECT timeline_id FROM pg_control_checkpoint()") == "2")
                try await expectFreshData("fresh", source, daemon)
                #expect(try await daemon.replicaDatasets() == datasets)
                try await witness.expectUnchanged(by: daemon, "failover")
            }
        }

        @Test(arguments: kinds)
        func aWrongPasswordIsToldOfAndMended(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { _, source, daemon, witness in
                try await source.execute("ALTER ROLE dblab_sync PASSWORD 'changed'")
                try await source.restart()
                try await daemon.waitForSync("Error")
                try await daemon.waitForMessage("password authentication failed")
                try await source.execute("ALTER ROLE dblab_sync PASSWORD '\(Source.password)'")
                try await daemon.waitForSync("OK")
                try await expectFreshData("fresh", source, daemon)
                try await witness.expectUnchanged(by: daemon, "password")
            }
        }

        @Test(arguments: kinds)
        func higherLimitsOfThePrimaryAreCarriedOver(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { _, source, daemon, witness in
                let datasets = try await daemon.replicaDatasets()
                try await source.restart("-c max_connections=300")
                try await source.addOrder()
                try await expectFreshData("fresh", source, daemon)
                #expect(try await daemon.replicaDatasets() == datasets)
                try await witness.expectUnchanged(by: daemon, "limits")
            }
        }

        @Test(arguments: kinds)
        func anotherSystemLeadsToAnotherCopy(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { _, source, daemon, witness in
                let datasets = try await daemon.replicaDatasets()
                try await source.becomeAnotherSystem()
                try await daemon.waitForReplicaEvents("replica.broken")
                try await daemon.waitForSync("OK")
                try await daemon.waitForOneReplica(besides: kind == .zfs ? datasets : [])
                #expect(try await daemon.replicaDatasets() != datasets)
                try await expectFreshData("fresh", source, daemon)
                try await witness.expectUnchanged(by: daemon, "another system")
            }
        }
    }
}
