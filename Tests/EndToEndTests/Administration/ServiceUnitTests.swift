import API
import Foundation
import StorageConformance
import Testing
import Tooling

extension EndToEnd {
    /// The unit for systemd: with the rights that it leaves to root, everything works.
    @Suite struct ServiceUnitTests {
        @Test(arguments: [TestPool.Kind.btrfs, .zfs])
        func itsRightsSuffice(on kind: TestPool.Kind) async throws {
            let rights = try Self.rights()
            #expect(rights.count > 5 && rights.count < 20)
            let launcher =
                ["/usr/bin/setpriv", "--no-new-privs", "--inh-caps=-all"]
                + ["--bounding-set=-all" + rights.map { ",+\($0)" }.joined()]
            try await Site.with(kind) { site in
                let daemon = try await site.start(launcher: launcher)
                try await daemon.waitForRefresh()
                try await daemon.createClone("a")
                try await Self.waitUntilServersWait(daemon, at: site)
                try await daemon.execute("CREATE TABLE public.mine AS SELECT 1 AS a", in: "a")
                _ = try await daemon.client.commit(CommitRequest(cloneID: "a", message: "m"))
                try await daemon.client.resetClone("a", wait: .seconds(60))
                #expect(try await daemon.client.clone("a").status.code == .ok)
                // The next engine adopts what this one leaves, with no more rights.
                await daemon.kill()
                let next = try await site.start(launcher: launcher)
                #expect(try await next.value("SELECT a FROM public.mine", in: "a") == "1")
                try await next.client.destroyClone("a", wait: .seconds(60))
                #expect(await next.stop() == 0)
            }
        }

        /// They do from some moment after the first clone on, if the engine may show them their data.
        private static func waitUntilServersWait(_ daemon: Daemon, at site: Site) async throws {
            for number in 0..<50 where try !site.hasServerThatWaited {
                try await daemon.createClone("next-\(number)")
                try await daemon.client.destroyClone("next-\(number)", wait: .seconds(60))
                try await daemon.client.resetClone("a", wait: .seconds(60))
            }
            #expect(try site.hasServerThatWaited)
        }

        /// `sys_admin` for `CAP_SYS_ADMIN`.
        private static func rights() throws -> [String] {
            let file = URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../packaging/dblab-server.service")
            let line = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
                .first { $0.hasPrefix("CapabilityBoundingSet=") }
            return try #require(line).dropFirst("CapabilityBoundingSet=".count).split(separator: " ")
                .map { $0.dropFirst("CAP_".count).lowercased() }
        }
    }
}
