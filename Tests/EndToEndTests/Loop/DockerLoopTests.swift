import API
import Foundation
import Postgres
import Runtime
import RuntimeConformance
import StorageConformance
import Testing

extension EndToEnd {
    /// The same loop with servers in containers.
    @Suite struct DockerLoopTests {
        @Test(arguments: [TestPool.Kind.btrfs, .zfs])
        func aCloneIsMadeDamagedResetAdoptedAndDestroyed(on kind: TestPool.Kind) async throws {
            try await Site.with(kind, try await Self.options(.shared)) { site in
                let daemon = try await site.startWithSnapshot()
                let start = try await daemon.state()
                let clone = try await daemon.createClone("testclone")
                let checksum = try await daemon.checksum(of: "testclone")
                try await daemon.execute(Shop.damage, in: "testclone")
                try await daemon.client.resetClone("testclone", wait: .seconds(60))
                #expect(try await daemon.client.clone("testclone").db == clone.db)
                #expect(try await daemon.checksum(of: "testclone") == checksum)
                try await daemon.execute("CREATE TABLE public.mine AS SELECT 1 AS a", in: "testclone")
                _ = try await daemon.client.commit(CommitRequest(cloneID: "testclone", message: "m"))

                let session = try await daemon.connection(to: try await daemon.client.clone("testclone"))
                await daemon.kill()
                let next = try await site.start()
                #expect(try await session.query("SELECT a FROM public.mine") == [["1"]], "no session was cut")
                await session.close()
                try await next.createClone("second")
                try await next.client.destroyClone("second", wait: .seconds(60))
                try await next.client.destroyClone("testclone", wait: .seconds(60))
                #expect(try await next.state().clones == start.clones)
                #expect(await next.stop() == 0)
            }
        }

        @Test func dockersRestartIsSurvived() async throws {
            try await Site.with(
                .btrfs,
                try await Self.options(.fragile, complaints: ["Docker does not answer", "Docker cannot"])
            ) { site in
                let daemon = try await site.startWithSnapshot()
                try await daemon.createClone("a")
                try await daemon.execute("CREATE TABLE public.mine AS SELECT 1 AS a", in: "a")
                try await DockerForTests.fragile.restart {
                    // What is asked for meanwhile waits, and nothing that was there is lost.
                    _ = try await daemon.client.createClone(daemon.request("b"))
                    try await daemon.waitForEvent("b", ["clone.retryScheduled"])
                }
                try await daemon.waitUntilServing("a")
                try await daemon.waitForStatus(.ok, of: "b")
                #expect(try await daemon.value("SELECT a FROM public.mine", in: "a") == "1")
                #expect(try await daemon.value("SELECT count(*) FROM public.orders", in: "b") == "5000")
                #expect(await daemon.stop() == 0)
            }
        }

        @Test func aStandbyInAContainerFollows() async throws {
            let provision = try await Self.options(.shared).provision
            try await Primary.with(options: Primary.sync, provision: provision) { site, source in
                let daemon = try await site.startWithSnapshot()
                try await daemon.waitForSync("OK")
                try await source.addOrder()
                try await source.waitForStandby()
                let later = try await daemon.client.createSnapshot()
                try await daemon.createClone("late", snapshot: later.id)
                #expect(try await daemon.checksum(of: "late") == source.value(Shop.checksum))
                #expect(await daemon.stop() == 0)
            }
        }

        private static func options(_ docker: DockerForTests, complaints: [String] = []) async throws -> Site.Options {
            let docker = try await docker.client()
            var options = Site.Options()
            options.provision = """
                  runtime: docker
                  dockerHost: unix://\(docker.socket)
                  dockerImage: "\(DockerForTests.image)"
                  containerConfig:
                    shm-size: 256mb
                    memory: 1gb
                """
            options.expectedComplaints = complaints
            return options
        }
    }
}
