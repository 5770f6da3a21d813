import API
import Postgres
import StorageConformance
import SystemPackage
import Testing

extension EndToEnd {
    /// The power of the whole machine fails: pool, catalog and all that servers had not written are as the disk has them.
    ///
    /// The disk is one that has what was written to it; one with a cache of its own that forgets is the file system's matter.
    @Suite struct PowerLossTests {
        private static let kinds = [TestPool.Kind.btrfs, .xfs]

        private func scene(on kind: TestPool.Kind, _ body: (Site) async throws -> Void) async throws {
            try await TestPool.with(.xfs, size: 4 << 30) { outer in
                try await Site.with(kind, Site.Options(imageDirectory: outer.directory), body)
            }
        }

        /// Cuts the power, and starts the machine again.
        private func afterPowerLoss(_ site: Site, _ daemon: Daemon) async throws -> Daemon {
            try await site.pool.cutPower()
            await daemon.kill()
            await site.killServers()
            try await site.pool.restorePower()
            return try await site.start()
        }

        @Test(arguments: kinds)
        func whatWasAcknowledgedIsThere(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { site in
                let first = try await site.startWithSnapshot()
                let clone = try await first.createClone("busy")
                try await first.execute("CREATE TABLE public.promises (number int)", in: "busy")
                let session = try await first.connection(to: clone)
                let (acknowledged, told) = AsyncStream.makeStream(of: Int.self)
                let writer = Task {
                    defer { told.finish() }
                    for number in 1... {
                        do { try await session.execute("INSERT INTO public.promises VALUES (\(number))") } catch {
                            return
                        }
                        told.yield(number)
                    }
                }
                let promised = try #require(await acknowledged.first { $0 == 50 })
                let next = try await afterPowerLoss(site, first)
                await writer.value
                try await next.waitForStatus(.ok, of: "busy")
                #expect(try await next.client.clone("busy").db == clone.db)
                let kept = try #require(
                    try await next.value("SELECT count(*) FROM public.promises", in: "busy").flatMap { Int($0) }
                )
                #expect(kept >= promised, "\(kept) of at least \(promised)")
                #expect(
                    try await next.value("SELECT max(number) FROM public.promises", in: "busy") == "\(kept)",
                    "none is missing"
                )
            }
        }

        /// Nothing was committed in them that would have written the user's role, or the reset, to the disk.
        @Test(arguments: kinds)
        func readyClonesWithoutACommitServe(on kind: TestPool.Kind) async throws {
            try await scene(on: kind) { site in
                let first = try await site.startWithSnapshot()
                try await first.createClone("older")
                let original = try await first.checksum(of: "older")
                try await first.execute(Shop.damage, in: "older")
                try await first.client.resetClone("older", wait: .seconds(60))
                try await first.createClone("new")
                let clones = try await first.client.clones().map(\.db)
                let next = try await afterPowerLoss(site, first)
                for id in ["older", "new"] {
                    try await next.waitForStatus(.ok, of: id)
                    #expect(try await next.checksum(of: id) == original, "\(id)")
                }
                #expect(try await next.client.clones().map(\.db) == clones)
                try await next.createClone("later")
                #expect(try await next.checksum(of: "later") == original, "the snapshot is whole")
                let state = try await next.state()
                #expect(state.datasets.count { $0.hasPrefix("clone") } == 3, "nothing is left over: \(state)")
            }
        }
    }
}
