import API
import Postgres
import StorageConformance
import Testing

extension EndToEnd {
    /// What the product is for, on every file system.
    @Suite struct WholeLoopTests {
        @Test(arguments: [TestPool.Kind.copy, .xfs, .btrfs, .zfs])
        func aCloneIsMadeDamagedResetAndDestroyed(on kind: TestPool.Kind) async throws {
            try await Site.with(kind) { site in
                let daemon = try await site.startWithSnapshot()
                let start = try await daemon.state()
                #expect(start.knownSnapshots.count == 1)

                let clone = try await daemon.createClone("testclone")
                try await expectOnlyItsUserGetsIn(clone, of: daemon)
                let checksum = try await daemon.checksum(of: "testclone")
                #expect(try await daemon.value("SELECT count(*) FROM public.orders", in: "testclone") == "5000")

                try await daemon.execute(Shop.damage, in: "testclone")
                #expect(try await daemon.checksum(of: "testclone") != checksum)

                try await daemon.client.resetClone("testclone", wait: .seconds(60))
                let reset = try await daemon.client.clone("testclone")
                #expect(reset.status.code == .ok)
                #expect(reset.db == clone.db && reset.snapshot?.id == clone.snapshot?.id)
                #expect(try await daemon.checksum(of: "testclone") == checksum)

                try await daemon.client.destroyClone("testclone", wait: .seconds(60))
                #expect(try await daemon.state() == start)
                #expect(await daemon.stop() == 0)
            }
        }

        @Test
        func aNewRefreshLeavesClonesAloneAndIsWhereTheyCanGo() async throws {
            try await Site.with { site in
                let daemon = try await site.startWithSnapshot()
                try await daemon.createClone("old")
                let checksum = try await daemon.checksum(of: "old")
                let session = try await daemon.connection(to: try await daemon.client.clone("old"))
                try await daemon.refresh()
                let snapshots = try await daemon.client.snapshots()
                #expect(snapshots.count == 2)
                #expect(try await session.query("SELECT 1") == [["1"]], "the refresh cut no session")
                await session.close()
                #expect(try await daemon.checksum(of: "old") == checksum)
                try await daemon.client.resetClone("old", CloneResetRequest(latest: true), wait: .seconds(60))
                #expect(try await daemon.client.clone("old").snapshot?.id == snapshots[0].id)
                #expect(try await daemon.checksum(of: "old") == checksum, "the source has not changed")
            }
        }

        private func expectOnlyItsUserGetsIn(_ clone: API.Clone, of daemon: Daemon) async throws {
            for password in ["wrong", ""] {
                let error = await #expect(throws: PostgresError.self) {
                    _ = try await daemon.connection(to: clone, password: password)
                }
                #expect(error.map { "\($0)".contains("password") } == true)
            }
            let encryption = "SELECT rolpassword LIKE 'SCRAM-SHA-256$%' FROM pg_authid WHERE rolname = current_user"
            #expect(try await daemon.value(encryption, in: clone.id) == "t")
        }
    }
}
