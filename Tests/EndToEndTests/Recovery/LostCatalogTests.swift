import API
import Foundation
import Postgres
import Storage
import StorageConformance
import SystemPackage
import Testing
import Tooling

extension EndToEnd {
    /// The catalog can be lost; datasets that nobody understands are never destroyed.
    @Suite struct LostCatalogTests {
        @Test
        func rebuildBringsClonesAndSnapshotsBack() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                let clone = try await first.createClone("precious")
                try await first.execute(Shop.damage, in: "precious")
                let checksum = try await first.checksum(of: "precious")
                let session = try await first.connection(to: clone)
                let before = try await first.state()
                #expect(await first.stop() == 0)
                try site.loseCatalog()
                try await Tool(Programs.server.string)("catalog", "rebuild", "--config", site.configurationFile.string)

                let next = try await site.start()
                #expect(try await next.settled("precious")?.status.code == .ok)
                #expect(try await next.client.clone("precious").db == clone.db)
                #expect(try await next.state() == before)
                #expect(try await next.checksum(of: "precious") == checksum)
                #expect(try await session.query("SELECT 1") == [["1"]])
                await session.close()
                try await next.createClone("another")
                try await next.client.resetClone("precious", wait: .seconds(60))
                #expect(try await next.checksum(of: "precious") != checksum)
            }
        }

        @Test
        func rebuildBringsBranchesAndCommitsBack() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                _ = try await first.client.createBranch(.init(branchName: "dev", baseBranch: "main"))
                _ = try await first.client.createBranch(.init(branchName: "empty", baseBranch: "main"))
                var request = first.request("author")
                request.branch = "dev"
                _ = try await first.client.createClone(request, wait: .seconds(60))
                try await first.execute(Shop.damage, in: "author")
                let checksum = try await first.checksum(of: "author")
                let commit = try await first.client.commit(.init(cloneID: "author", message: "damaged")).snapshotID
                try await first.client.destroyClone("author", wait: .seconds(60))
                let names = try await first.client.branches().map(\.name)
                let log = try await first.client.branchLog("dev").map(\.id)
                #expect(await first.stop() == 0)
                try site.loseCatalog()
                try await Tool(Programs.server.string)("catalog", "rebuild", "--config", site.configurationFile.string)

                let next = try await site.start()
                #expect(try await next.client.branches().map(\.name) == names)
                #expect(try await next.client.branchLog("dev").map(\.id) == log)
                #expect(try await next.client.clones().isEmpty)
                request.id = "reader"
                #expect(try await next.client.createClone(request, wait: .seconds(60)).snapshot?.id == commit)
                #expect(try await next.checksum(of: "reader") == checksum)
            }
        }

        @Test
        func whatIsNotUnderstoodIsReportedAndKept() async throws {
            try await Site.with { site in
                await (try site.startWithSnapshot()).kill()
                let driver = try await site.pool.driver()
                let orphan = try #require(DatasetName("clone-stranger-r1"))
                try await driver.createDataset(orphan)
                let next = try await site.start()
                try await next.createClone("after")
                #expect(try await driver.inventory().datasets.contains(orphan))
                let doctor = try SpawnedProgram(
                    Programs.server,
                    ["doctor", "--config", site.configurationFile.string],
                    environment: [:]
                )
                let report = await doctor.lastWords().joined(separator: "\n")
                #expect(report.contains("clone-stranger-r1"), "\(report)")
            }
        }

        @Test
        func withoutItsCatalogTheEngineDestroysNothing() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                try await first.createClone("precious")
                let before = try await first.state()
                await first.kill()
                try site.loseCatalog()
                let next = try await site.start()
                try await next.waitForRefresh()
                let after = try await next.state()
                #expect(Set(after.datasets).isSuperset(of: before.datasets))
                #expect(Set(after.snapshots).isSuperset(of: before.snapshots))
                #expect(Set(after.busyDirectories).isSuperset(of: before.busyDirectories))
            }
        }
    }
}

extension Site {
    fileprivate func loseCatalog() throws {
        for name in try stateDirectory.names() where name.hasPrefix("catalog.db") {
            try stateDirectory.appending(name).removeAll()
        }
    }
}
