import API
import Foundation
import Glibc
import Postgres
import RuntimeConformance
import StorageConformance
import SystemPackage
import Testing

extension EndToEnd {
    /// A clone whose server cannot start, or dies, is not lost.
    @Suite struct BrokenServerTests {
        @Test
        func aServerThatCannotStartIsFatalAndCanBeRetriedResetAndDestroyed() async throws {
            try await Site.with(.btrfs, .init(expectedComplaints: ["clone=broken"])) { site in
                let first = try await site.startWithSnapshot()
                let start = try await first.state()
                try await first.createClone("broken")
                let whole = try await first.checksum(of: "broken")
                try await first.execute(Shop.damage, in: "broken")
                let damaged = try await first.checksum(of: "broken")

                var daemon = try await broken(first)
                try site.mendData(in: try await site.dataDirectoryOfTheOnlyClone())
                let retry = RawRequest(method: "POST", target: "/clone/broken/retry?wait=30s")
                #expect(try await retry.send(to: daemon).status == 200)
                #expect(try await daemon.checksum(of: "broken") == damaged, "its data were kept")

                daemon = try await broken(daemon)
                try await daemon.client.resetClone("broken", wait: .seconds(60))
                #expect(try await daemon.checksum(of: "broken") == whole)

                daemon = try await broken(daemon)
                try await daemon.client.destroyClone("broken", wait: .seconds(60))
                #expect(try await daemon.state() == start)
            }
        }

        /// Kills everything, breaks the data, and starts a daemon that finds the clone so.
        private func broken(_ daemon: Daemon) async throws -> Daemon {
            let site = daemon.site
            try await daemon.waitUntilOneCloneDatasetIsLeft()
            await daemon.kill()
            await site.killServers()
            try site.breakData(in: try await site.dataDirectoryOfTheOnlyClone())
            let next = try await site.start()
            try await next.waitForStatus(.fatal, of: "broken")
            let clone = try await next.client.clone("broken")
            #expect(clone.status.message.contains("ended"))
            #expect(clone.status.detail?.contains("pg_control") == true, "the log: \(clone.status.detail ?? "–")")
            return next
        }
    }
}

extension EndToEnd.BrokenServerTests {
    @Test
    func aKilledServerIsStartedAgainWithItsData() async throws {
        try await Site.with { site in
            let daemon = try await site.startWithSnapshot()
            try await daemon.createClone("hardy")
            try await daemon.execute(Shop.damage, in: "hardy")
            let checksum = try await daemon.checksum(of: "hardy")
            let data = try await site.dataDirectoryOfTheOnlyClone()
            let process = try PostmasterProcess.processID(inDataDirectory: data)
            try await daemon.waitForEvent("hardy", ["clone.ready"]) { kill(process, SIGKILL) }
            #expect(try await daemon.checksum(of: "hardy") == checksum)
        }
    }

    @Test
    func aRecycledProcessNumberIsNotSignalled() async throws {
        try await Site.with { site in
            let first = try await site.startWithSnapshot()
            try await first.createClone("mistaken")
            await first.kill()
            await site.killServers()
            let innocent = try SpawnedProgram("/usr/bin/sleep", ["600"], environment: [:])
            defer { innocent.send(SIGKILL) }
            try await forgeProcessNumbers(of: innocent.processID, on: site)
            let next = try await site.start()
            try await next.waitUntilServing("mistaken")
            try await next.client.destroyClone("mistaken", wait: .seconds(60))
            #expect(kill(innocent.processID, 0) == 0)
        }
    }

    private func forgeProcessNumbers(of process: pid_t, on site: Site) async throws {
        let data = try await site.dataDirectoryOfTheOnlyClone()
        let file = data.appending("postmaster.pid")
        var lines = try file.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines[0] = String(process)
        try file.write(lines.joined(separator: "\n"))
        let dataset = try #require(data.removingLastComponent().lastComponent)
        let record = site.stateDirectory.appending("servers").appending(dataset).appending("server.json")
        let text = try record.text()
        let forged = text.replacing(/"processID":\d+/, with: "\"processID\":\(process)")
        try #require(forged != text)
        try record.write(forged)
    }
}
