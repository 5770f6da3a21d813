import Engine
import FoundationEssentials
import Glibc
import SystemPackage
import Testing

@testable import Daemon

@Suite struct LiveConfigurationTests {
    private static func with(
        _ text: String,
        _ body: (LiveConfiguration, FilePath) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appending("server.yml")
            try write(text, to: file)
            let loaded = try ServerConfiguration.load(file, environment: [:])
            try await body(LiveConfiguration(loaded, file: file, environment: [:]), file)
        }
    }

    private static func write(_ text: String, to file: FilePath) throws {
        try Data((ServerConfiguration.token + text).utf8).write(to: URL(filePath: file.string))
    }

    @Test func changesAreFollowedAndNamed() async throws {
        try await Self.with("cloning: {maxIdleMinutes: 5}\nprovision: {portPool: {to: 6010}}") { live, file in
            let policy = try await live.follow { try $0.cloningPolicy() }
            try Self.write("cloning: {protectionLeaseDurationMinutes: 7}\nprovision: {portPool: {to: 6020}}", to: file)
            let reload = try await live.reload()
            #expect(policy.value.protectionLeaseMinutes == 7)
            #expect(policy.value.maxIdleMinutes == 0)
            #expect(policy.value.ports.bounds == 6000...6020)
            #expect(
                reload.changes.map(\.key) == [
                    "cloning.maxIdleMinutes", "cloning.protectionLeaseDurationMinutes", "provision.portPool.to",
                ]
            )
            let again = try await live.reload()
            #expect(again.lines == ["the configuration is as it was"])
        }
    }

    @Test func whatIsOpenedAtStartWaitsForARestart() async throws {
        try await Self.with("poolManager: {mountDir: /one}\nglobal: {debug: no}") { live, file in
            let all = try await live.follow { $0 }
            try Self.write("poolManager: {mountDir: /two}\nglobal: {debug: yes}\nplatform: {url: x}", to: file)
            for _ in 1...2 {
                let reload = try await live.reload()
                #expect(
                    reload.changes.contains(ConfigurationChange(key: "poolManager.mountDir", effect: .afterRestart))
                )
            }
            #expect(all.value.global.debug)
            #expect(all.value.poolManager.mountDir == "/one")
            let present = try await live.configuration
            #expect(present.poolManager.mountDir == "/one")
            let written = await live.written.configuration
            #expect(written.poolManager.mountDir == "/two")
        }
    }

    @Test func anInvalidFileChangesNothing() async throws {
        try await Self.with("cloning: {maxIdleMinutes: 5}") { live, file in
            let all = try await live.follow { $0.cloning.maxIdleMinutes }
            try Self.write("cloning: {maxIdleMinutes: 6, accessHots: x}", to: file)
            await #expect(throws: ConfigurationError.self) { try await live.reload() }
            #expect(all.value == 5)
        }
    }

    @Test func whatOneFollowerRefusesIsAppliedNowhere() async throws {
        struct Refusal: Error {}
        try await Self.with("cloning: {maxIdleMinutes: 5}") { live, file in
            let first = try await live.follow { $0.cloning.maxIdleMinutes }
            _ = try await live.follow { if $0.cloning.maxIdleMinutes == 6 { throw Refusal() } }
            try Self.write("cloning: {maxIdleMinutes: 6}", to: file)
            await #expect(throws: Refusal.self) { try await live.reload() }
            #expect(first.value == 5)
            try Self.write("cloning: {maxIdleMinutes: 7}", to: file)
            _ = try await live.reload()
            #expect(first.value == 7)
        }
    }

    @Test func rewritingKeepsModeLinkAndBackups() async throws {
        try await Self.with("cloning: {maxIdleMinutes: 0}") { live, file in
            let real = file.removingLastComponent().appending("real.yml")
            try FileManager.default.moveItem(atPath: file.string, toPath: real.string)
            try FileManager.default.createSymbolicLink(atPath: file.string, withDestinationPath: "real.yml")
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real.string)
            for minutes in 1...12 {
                _ = try await live.rewrite {
                    $0.replacing("maxIdleMinutes: \(minutes - 1)", with: "maxIdleMinutes: \(minutes)")
                }
            }
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file.string) == "real.yml")
            #expect(try ConfigurationFile.text(of: file).contains("maxIdleMinutes: 12") == true)
            let backups = try ConfigurationFile.backups(of: real)
            #expect(backups.map(\.number).sorted() == Array(3...12))
            for path in backups.map(\.path) + [real] {
                var status = stat()
                #expect(stat(path.string, &status) == 0)
                #expect(status.st_mode & 0o777 == 0o640)
            }
            let newest = try #require(backups.first { $0.number == 12 })
            #expect(try ConfigurationFile.text(of: newest.path).contains("maxIdleMinutes: 11") == true)
        }
    }

    @Test func aRewriteThatIsInvalidLeavesTheFile() async throws {
        try await Self.with("cloning: {maxIdleMinutes: 5}") { live, file in
            await #expect(throws: ConfigurationError.self) { try await live.rewrite { $0 + "\nnonsense: 1\n" } }
            let text = try ConfigurationFile.text(of: file)
            #expect(!text.contains("nonsense"))
            let backups = try ConfigurationFile.backups(of: file)
            #expect(backups.isEmpty)
        }
    }
}
