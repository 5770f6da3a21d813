import API
import Postgres
import StorageConformance
import SystemPackage
import Testing

extension EndToEnd {
    /// Engines come and go; clones stay.
    @Suite struct RestartTests {
        @Test
        func anEngineRestartIsNotNoticedByUsersOfClones() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                let clone = try await first.createClone("stable")
                let session = try await first.connection(to: clone)
                try await session.execute("CREATE TEMPORARY TABLE mine AS SELECT 42 AS answer")
                await first.kill()
                #expect(try await session.query("SELECT answer FROM pg_temp.mine") == [["42"]])
                let second = try await site.start()
                #expect(try await second.client.clone("stable").db == clone.db)
                #expect(await second.stop() == 0, "an orderly end")
                let third = try await site.start()
                #expect(try await third.client.clone("stable").db == clone.db)
                #expect(try await third.value("SELECT 1", in: "stable") == "1", "the password is the same")
                #expect(try await session.query("SELECT answer FROM pg_temp.mine") == [["42"]])
                await session.close()
            }
        }

        @Test
        func afterARebootClonesComeBackWithWhatWasCommitted() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                var expected: [String: String] = [:]
                for id in ["one", "two"] {
                    try await first.createClone(id)
                    if id == "two" { try await first.execute(Shop.damage, in: id) }
                    expected[id] = try await first.checksum(of: id)
                }
                let before = try await first.client.clones().map(\.db)
                await first.kill()
                await site.killServers()
                let next = try await site.start()
                for (id, checksum) in expected {
                    try await next.waitUntilServing(id)
                    #expect(try await next.checksum(of: id) == checksum)
                }
                #expect(try await next.client.clones().map(\.db) == before)
            }
        }

        @Test
        func twoDaemonsOnOneCatalogAreRefused() async throws {
            try await Site.with { site in
                let first = try await site.startWithSnapshot()
                let second = try SpawnedProgram(
                    Programs.server,
                    ["--config", site.configurationFile.string],
                    environment: [:]
                )
                let words = await second.lastWords().joined(separator: "\n")
                #expect(await second.end() != 0)
                #expect(words.contains("another") || words.contains("already"), "\(words)")
                #expect(try await first.client.version().version.isEmpty == false)
            }
        }
    }
}
