import API
import Postgres
import StorageConformance
import SystemPackage
import Testing
import Tooling

extension EndToEnd {
    /// An engine without root: servers run as itself, in sandboxes that need no rights, on any pool that it may write to.
    @Suite struct OrdinaryAccountTests {
        @Test(arguments: [TestPool.Kind.copy, .xfs, .btrfs])
        func everythingWorks(on kind: TestPool.Kind) async throws {
            let account = try #require(Account(named: "postgres"))
            let launcher = ["/usr/bin/setpriv"] + account.setprivOptions + ["--no-new-privs", "--bounding-set=-all"]
            try await Site.with(kind, Site.Options(owner: account)) { site in
                let daemon = try await site.start(launcher: launcher)
                try await daemon.waitForRefresh()
                let start = try await daemon.state()
                try await daemon.createClone("a")
                let checksum = try await daemon.checksum(of: "a")
                try await daemon.execute("CREATE TABLE public.mine AS SELECT 1 AS a", in: "a")
                _ = try await daemon.client.commit(CommitRequest(cloneID: "a", message: "m"))
                try await daemon.execute(Shop.damage, in: "a")
                // The next engine adopts what this one leaves.
                await daemon.kill()
                let next = try await site.start(launcher: launcher)
                #expect(try await next.value("SELECT a FROM public.mine", in: "a") == "1")
                let reset = CloneResetRequest(snapshotID: start.knownSnapshots.first)
                try await next.client.resetClone("a", reset, wait: .seconds(60))
                #expect(try await next.checksum(of: "a") == checksum)
                try await expectTokenIsOutOfReach(of: "a", next)
                try await next.client.destroyClone("a", wait: .seconds(60))
                #expect(await next.stop() == 0)
            }
        }

        /// The engine's own files belong to the account that the servers run as.
        private func expectTokenIsOutOfReach(of clone: String, _ daemon: Daemon) async throws {
            let file = daemon.site.configurationFile
            let error = await #expect(throws: PostgresError.self) {
                _ = try await daemon.value("SELECT pg_read_file('\(file)')", in: clone)
            }
            #expect(error.map { "\($0)".contains("No such file") } == true)
        }
    }
}
