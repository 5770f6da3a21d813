import API
import Postgres
import StorageConformance
import SystemPackage
import Testing

extension EndToEnd {
    /// What physical mode is for.
    @Suite struct PhysicalLoopTests {
        @Test(arguments: [TestPool.Kind.btrfs, .zfs])
        func aCloneOfACopyIsMadeDamagedResetAndDestroyed(on kind: TestPool.Kind) async throws {
            try await Primary.with(kind) { site, source in
                let daemon = try await site.startWithSnapshot()
                let start = try await daemon.state()
                #expect(start.knownSnapshots.count == 1)
                #expect(try await daemon.client.retrieval().mode == "physical")

                try await daemon.createClone("testclone")
                let checksum = try await daemon.checksum(of: "testclone")
                #expect(try await source.value(Shop.checksum) == checksum)
                #expect(try await daemon.value("SELECT pg_is_in_recovery()", in: "testclone") == "f")
                let passwords = "SELECT count(*) FROM pg_authid WHERE rolpassword <> '' AND rolname <> current_user"
                #expect(try await daemon.value(passwords, in: "testclone") == "0")

                try await daemon.execute(Shop.damage, in: "testclone")
                try await daemon.client.resetClone("testclone", wait: .seconds(60))
                #expect(try await daemon.checksum(of: "testclone") == checksum)
                try await daemon.client.destroyClone("testclone", wait: .seconds(60))
                #expect(try await daemon.state() == start)
                #expect(await daemon.stop() == 0)
            }
        }
    }
}

extension Source {
    /// The only value that a statement answers.
    func value(_ statement: String, in database: String = "shop") async throws -> String? {
        let connection = try await Connection(
            ConnectionParameters(host: directory.string, port: port, user: "postgres", database: database)
        )
        let value = try await connection.query(statement).first?.first ?? nil
        await connection.close()
        return value
    }
}
