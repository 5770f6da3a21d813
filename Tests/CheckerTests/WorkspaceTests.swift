import API
import CheckerSettings
import Foundation
import StubEngine
import SystemPackage
import Testing
import Tooling

@testable import Checker

/// Sources from directories and archives, real ones.
@Suite struct WorkspaceTests {
    private static let account = Account.processIsRoot ? Account(named: "nobody") : nil

    /// Runs `body` with an empty directory that everybody may enter.
    private func with(_ body: (FilePath) async throws -> Void) async throws {
        let place = FilePath("/tmp/dblab-ci-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            atPath: place.string,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        defer { try? FileManager.default.removeItem(atPath: place.string) }
        try await body(place)
    }

    private func configuration(_ place: FilePath, _ source: SourceConfiguration) -> CheckerConfiguration {
        CheckerConfiguration(
            engineURL: "http://127.0.0.1:1",
            source: source,
            runner: RunnerConfiguration(account: Self.account, timeLimit: .seconds(60), outputLimit: 100),
            workDirectory: place.appending("work")
        )
    }

    private func makeSource(at directory: FilePath) throws {
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        try Data("SELECT 1;\n".utf8).write(to: URL(filePath: directory.appending("1.sql").string))
    }

    private func fill(_ workspace: Workspace, _ source: MigrationRequest.Source) async throws -> String {
        try await workspace.fill(from: source)
        return try String(contentsOfFile: workspace.source.appending("1.sql").string, encoding: .utf8)
    }

    @Test func directoriesBelowARootAreCopied() async throws {
        try await with { place in
            let root = place.appending("root")
            try makeSource(at: root.appending("shop"))
            try makeSource(at: place.appending("outside"))
            let link = root.appending("link").string
            try FileManager.default.createSymbolicLink(
                atPath: link,
                withDestinationPath: place.appending("outside").string
            )
            let workspace = try Workspace("w", configuration(place, SourceConfiguration(kind: .local, roots: [root])))
            #expect(try await fill(workspace, .init(directory: root.appending("shop").string)) == "SELECT 1;\n")
            let others = [
                root.string, link, "\(root)/shop/../../outside", "/etc", "shop", "\(root)/none", "\(root)/shop/1.sql",
            ]
            for other in others {
                let error = await #expect(throws: CheckerError.self) {
                    try await workspace.fill(from: .init(directory: other))
                }
                #expect(error?.message.contains("source.directory") == true, "\(other)")
            }
            workspace.remove()
            #expect(!FileManager.default.fileExists(atPath: workspace.directory.string))
        }
    }

    @Test(arguments: [SourceConfiguration.Kind.github, .gitlab])
    func archivesAreFetchedAndUnpacked(from kind: SourceConfiguration.Kind) async throws {
        try await with { place in
            try makeSource(at: place.appending("repo-1"))
            let archive = place.appending("repo.tar.gz")
            try await Tool("tar").run(["-czf", archive.string, "-C", place.string, "repo-1"])
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: archive.string)))
            try await StubEngine.with { request in
                request.target == "/archive" ? .bytes(bytes) : .redirect("/archive")
            } _: { stub in
                let source = SourceConfiguration(kind: kind, url: stub.url, token: "code-token")
                let workspace = try Workspace("w", configuration(place, source))
                #expect(try await fill(workspace, .init(owner: "o", repo: "o/r", ref: "feature/x")) == "SELECT 1;\n")
                let path =
                    kind == .github
                    ? "/repos/o/r/tarball/feature/x" : "/projects/o%2Fr/repository/archive.tar.gz?sha=feature%2Fx"
                #expect(stub.requests.map(\.target) == [path, "/archive"])
                #expect(stub.requests.allSatisfy { $0.headers["authorization"] == "Bearer code-token" })
            }
        }
    }

    @Test func whatIsNoArchiveIsRefused() async throws {
        try await with { place in
            try await StubEngine.with { _ in
                .bytes(Array("nonsense".utf8))
            } _: { stub in
                for (limit, ref) in [(1 << 20, "main"), (3, "main"), (1 << 20, "../x"), (1 << 20, "")] {
                    let source = SourceConfiguration(kind: .github, url: stub.url, sizeLimit: limit)
                    let workspace = try Workspace("w-\(UUID().uuidString)", configuration(place, source))
                    let error = await #expect(throws: CheckerError.self) {
                        try await workspace.fill(from: .init(owner: "o", repo: "r", ref: ref))
                    }
                    #expect(error?.kind == .badRequest && error?.message.contains("source") == true)
                }
            }
        }
    }

    @Test(arguments: ["http://example.com", "ftp://x", "file:///etc/passwd", "https://user@example.com"])
    func onlyEncryptedHostsAreAsked(url: String) async throws {
        try await with { place in
            let workspace = try Workspace("w", configuration(place, SourceConfiguration(kind: .github, url: url)))
            await #expect(throws: CheckerError.self) {
                try await workspace.fill(from: .init(owner: "o", repo: "r", ref: "main"))
            }
        }
    }

    @Test func commandsRunWithNothingOfOurs() async throws {
        try await with { place in
            let configuration = configuration(place, SourceConfiguration(kind: .local))
            let workspace = try Workspace("w", configuration)
            let runner = CommandRunner(configuration: configuration.runner, workspace: workspace)
            let request = MigrationRequest(
                source: .init(),
                commands: ["env", "perl -e 'print \"x\" x 1000; exit 3'", "env"],
                environment: ["A=b", "PGHOST=mine"]
            )
            let results = try await runner.run(MigrationPlan(request, configuration), connection: ["PGHOST": "h"])
            #expect(results.map(\.status) == [0, 3], "what follows a failure is not run")
            let variables = Set(results[0].output.split(separator: "\n").compactMap { $0.split(separator: "=").first })
            #expect(variables == ["A", "HOME", "LC_ALL", "PATH", "PGHOST"], "\(results[0].output)")
            #expect(results[0].output.contains("PGHOST=h\n"))
            #expect(results[1].output == String(repeating: "x", count: 100) + "\n… (cut here)")
        }
    }

    @Test func whatDoesNotStartOrEndIsAFailure() async throws {
        try await with { place in
            var configuration = configuration(place, SourceConfiguration(kind: .local))
            configuration.runner.timeLimit = .milliseconds(200)
            let workspace = try Workspace("w", configuration)
            let runner = CommandRunner(configuration: configuration.runner, workspace: workspace)
            for command in ["no-such-program-here", "sleep 600"] {
                let plan = try MigrationPlan(MigrationRequest(source: .init(), commands: [command]), configuration)
                let result = try #require(try await runner.run(plan, connection: [:]).first)
                #expect(!result.isSuccess, "\(command)")
            }
        }
    }
}
