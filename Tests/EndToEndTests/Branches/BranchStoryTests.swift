import API
import Postgres
import StorageConformance
import Testing

extension EndToEnd {
    /// What branches are for, with an engine that is killed on the way.
    @Suite struct BranchStoryTests {
        @Test(arguments: [TestPool.Kind.btrfs, .copy, .xfs, .zfs])
        func aBranchIsForkedCommittedReadAndDeleted(on kind: TestPool.Kind) async throws {
            try await Site.with(kind) { site in
                let first = try await site.startWithSnapshot()
                let start = try await first.state()
                let golden = try #require(try await first.client.snapshots().first).id
                _ = try await first.client.createBranch(.init(branchName: "dev", baseBranch: "main"))
                var request = first.request("author")
                request.branch = "dev"
                _ = try await first.client.createClone(request, wait: .seconds(60))
                let session = try await first.connection(to: try await first.client.clone("author"))
                try await first.execute(Shop.damage, in: "author")
                let checksum = try await first.checksum(of: "author")
                let commit = try await first.client.commit(.init(cloneID: "author", message: "damaged")).snapshotID
                #expect(try await session.query("SELECT 1") == [["1"]], "the clone went on")
                await session.close()
                await first.kill()

                let second = try await site.start()
                #expect(try await second.client.branchLog("dev").map(\.id) == [commit, golden])
                #expect(try await second.client.branchLog("main").map(\.id) == [golden])
                request.id = "reader"
                _ = try await second.client.createClone(request, wait: .seconds(60))
                #expect(try await second.checksum(of: "reader") == checksum)
                try await second.client.destroyClone("author", wait: .seconds(60))
                let refusal = await #expect(throws: APIError.self) { try await second.client.deleteBranch("dev") }
                #expect(refusal?.message.contains("has a dependent clone") == true)
                let done = try await second.client.deleteSnapshot(commit, force: true)
                #expect(done.detail == "With it went: clone reader.")
                _ = try await second.client.deleteBranch("dev")
                #expect(try await second.client.branches().map(\.name) == ["main"])
                #expect(try await second.state() == start)
            }
        }
    }
}
