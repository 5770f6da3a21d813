import API
import Foundation
import Postgres
import StorageConformance
import SystemPackage
import Testing
import Tooling

extension EndToEnd {
    /// The lines that users know, word for word, by the real program.
    @Suite struct CommandLineTests {
        @Test
        func theFourLines() async throws {
            try await Site.with { site in
                let daemon = try await site.startWithSnapshot()
                let start = try await daemon.state()
                let dblab = try CommandLine(site)
                try await dblab(
                    "init",
                    "--token",
                    Site.token,
                    "--url",
                    site.url,
                    "--environment-id",
                    "local",
                    "--insecure"
                )
                try await dblab("clone", "create", "--username", "jworks", "--password", "rocks", "--id", "testclone")
                try await dblab(
                    "clone",
                    "create",
                    "neals-special-clone",
                    "--username",
                    "neal",
                    "--password",
                    "nealisawesome"
                )
                try await expectStory(daemon, dblab)
                try await dblab("clone", "destroy", "testclone")
                try await dblab("clone", "destroy", "neals-special-clone")
                #expect(try await daemon.state() == start)
            }
        }

        private func expectStory(_ daemon: Daemon, _ dblab: CommandLine) async throws {
            let checksum = try await value(Shop.checksum, in: "neals-special-clone", of: daemon)
            let other = try await daemon.client.clone("testclone")
            #expect(other.status.code == .ok && other.db.username == "jworks")
            for statement in Shop.damage.split(separator: ";") {
                _ = try await value(String(statement), in: "neals-special-clone", of: daemon)
            }
            #expect(try await value(Shop.checksum, in: "neals-special-clone", of: daemon) != checksum)
            let answer = try await dblab("clone", "reset", "neals-special-clone")
            #expect(answer.contains("neals-special-clone"))
            #expect(try await value(Shop.checksum, in: "neals-special-clone", of: daemon) == checksum)
            let list = try await dblab("clone", "list")
            #expect(list.contains("testclone") && list.contains("neals-special-clone"))
        }

        @discardableResult
        private func value(_ statement: String, in id: String, of daemon: Daemon) async throws -> String? {
            let connection = try await Connection(
                ConnectionParameters(
                    host: "127.0.0.1",
                    port: try #require(Int(try await daemon.client.clone(id).db.port)),
                    user: "neal",
                    password: "nealisawesome",
                    database: "shop"
                )
            )
            let result = try await connection.query(statement).first?.first ?? nil
            await connection.close()
            return result
        }
    }
}

/// The program `dblab` with a home of its own.
struct CommandLine: Sendable {
    private let tool: Tool

    init(_ site: Site) throws {
        let home = site.directory.appending("home")
        try home.makeDirectory()
        tool = Tool(Programs.client.string, environment: ["HOME": home.string])
    }

    @discardableResult
    func callAsFunction(_ arguments: String...) async throws -> String { try await tool.run(arguments) }

    func run(_ arguments: [String]) async throws -> String { try await tool.run(arguments) }
}
