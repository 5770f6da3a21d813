import API
import Foundation
import Glibc
import StorageConformance
import SystemPackage
import Testing
import Tooling

/// A running `dblab-server ci` that uses the daemon of a site.
struct CheckerProgram: Sendable {
    static let token = "token-of-the-checker"
    private let program: SpawnedProgram
    private let url: String
    private let root: FilePath

    /// How an answer looks.
    struct Answer: Sendable {
        let status: Int
        let text: String
    }

    init(on site: Site) throws {
        // In no site's directory: whoever runs commands may not enter that.
        root = FilePath("/tmp/dblab-ci-\(UUID().uuidString.prefix(8))")
        let port = site.ports.upperBound + 2
        url = "http://127.0.0.1:\(port)"
        try FileManager.default.createDirectory(
            atPath: root.string,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o755]
        )
        let file = site.directory.appending("ci_checker.yml")
        try file.write(
            """
            app: {port: \(port), verificationToken: \(Self.token), workDirectory: \(root)/work}
            dle: {url: "\(site.url)", verificationToken: \(Site.token), dbName: shop}
            source: {type: local, roots: [\(root)]}
            runner: {programs: [psql], timeoutSeconds: 60}
            """
        )
        program = try SpawnedProgram(Programs.server, ["ci", "--config", file.string], environment: [:])
    }

    /// Runs `body` once the checker listens, and ends the checker then.
    func run(_ body: () async throws -> Void) async throws {
        let isListening: Bool? = try await program.first {
            program.lines.contains { $0.contains("listening on") } ? true : nil
        }
        if isListening == nil { Issue.record("the checker ended: \(await program.lastWords())") }
        do { try await body() } catch {
            await close()
            throw error
        }
        let work = (try? FileManager.default.contentsOfDirectory(atPath: root.appending("work").string)) ?? []
        #expect(work.isEmpty, "sources go with their checks")
        #expect(
            !program.lines.contains { $0.contains(" error ") || $0.contains(" warning ") || $0.contains(Site.token) }
        )
        await close()
    }

    private func close() async {
        program.send(SIGTERM)
        _ = await program.end()
        try? FileManager.default.removeItem(atPath: root.string)
    }

    /// Checks a migration that is one file of SQL.
    func check(_ name: String, _ statements: String) async throws -> MigrationResult {
        let directory = root.appending(name)
        try FileManager.default.createDirectory(atPath: directory.string, withIntermediateDirectories: true)
        try directory.appending("1.sql").write(statements)
        let request = MigrationRequest(
            source: .init(branch: "dev", directory: directory.string),
            username: "neal",
            commands: ["psql -v ON_ERROR_STOP=1 -f 1.sql"],
            observationConfig: .init(observationInterval: 1, maxLockDuration: 1, maxDuration: 60)
        )
        let answer = try await post(
            "/migration/run",
            String(decoding: try JSONCoding.data(request), as: UTF8.self)
        )
        try #require(answer.status == 200, "\(answer.text)")
        return try JSONCoding.value(MigrationResult.self, from: Data(answer.text.utf8))
    }

    func get(_ path: String, token: String? = token) async throws -> Answer {
        try await send(["--get", url + path], token)
    }

    func post(_ path: String, _ body: String) async throws -> Answer {
        try await send(["--data-binary", body, url + path], Self.token)
    }

    private func send(_ arguments: [String], _ token: String?) async throws -> Answer {
        let header = token.map { ["--header", "Verification-Token: \($0)"] } ?? []
        let output = try await Tool("curl").run(["--silent", "--write-out", "\n%{http_code}"] + header + arguments)
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        return Answer(status: Int(lines.last ?? "") ?? 0, text: lines.dropLast().joined(separator: "\n"))
    }
}
