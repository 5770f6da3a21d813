import Engine
import Foundation
import Glibc
import Postgres
import Runtime
import SystemPackage
import Testing
import Tooling

/// A source as clouds offer them: a role without rights beyond its own, TLS only, extensions that nobody else has.
@Suite struct ManagedSourceTests {
    @Test func everythingReachableIsRestoredAndTheRestReported() async throws {
        try await RefreshLaboratory.with { laboratory in
            let port = try await laboratory.source.becomeManaged()
            try await laboratory.source.execute(Self.content)
            // An extension that the source has and this machine has not.
            let extensionName = "dblab_gone_\(UUID().uuidString.lowercased().prefix(8))"
            try await laboratory.source.withExtension(extensionName) {
                try await laboratory.source.execute("CREATE EXTENSION \(extensionName); ")
            }
            let source = SourceOptions(
                connectionString: "postgresql://master@localhost:\(port)/postgres?sslmode=verify-full&sslrootcert="
                    + laboratory.source.directory.appending("ca.crt").string,
                connection: nil
            )
            var settings = LogicalSettings()
            settings.environment = ["PGPASSWORD": "the-password"]
            let stages = try LogicalPlan(
                jobs: ["logicalDump", "logicalSnapshot"],
                dump: LogicalDumpOptions(source: source),
                restore: nil,
                snapshot: nil,
                settings: settings
            ).stages()
            let refresh = try await laboratory.refresh(laboratory.service(stages))
            try #require(refresh.state == .finished, "\(refresh.failure ?? "")")
            let left = refresh.report.omissions.map(\.object)
            for object in [
                "extension \(extensionName)", "table public.hidden", "rows of table public.guarded", "schema closed",
            ] {
                #expect(left.contains { $0.hasPrefix(object) }, "\(object) in \(left)")
            }
            let golden = try #require(try laboratory.catalog.latestSnapshot())
            try await laboratory.withClone(of: golden) { clone in
                let connection = try await Connection(clone)
                #expect(try await connection.query("SELECT count(*) FROM public.mine") == [["500"]])
                #expect(try await connection.query("SELECT rolsuper FROM pg_roles WHERE rolname = 'master'") == [["f"]])
                #expect(
                    try await connection.query("SELECT count(*) FROM pg_authid WHERE rolpassword IS NOT NULL") == [
                        ["0"]
                    ]
                )
                await connection.close()
            }
        }
    }

    private static let content = """
        CREATE ROLE master LOGIN PASSWORD 'the-password' NOSUPERUSER NOREPLICATION;
        CREATE TABLE mine AS SELECT i, md5(i::text) FROM generate_series(1, 500) i; ALTER TABLE mine OWNER TO master;
        CREATE TABLE hidden (a int); CREATE TABLE guarded (a int); INSERT INTO guarded VALUES (1), (2);
        ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON guarded USING (a = 1);
        GRANT SELECT ON guarded TO master; CREATE SCHEMA closed; CREATE TABLE closed.t (a int);
        CREATE PUBLICATION everything FOR ALL TABLES;
        """
}

extension SourceFixture {
    /// Restarts with TLS by a certificate authority of its own, for `localhost`; nothing else is let in by TCP.
    func becomeManaged() async throws -> Int {
        let openssl = Tool("openssl", account: account, workingDirectory: directory)
        try await openssl.run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=ca", "-keyout", "ca.key",
                "-out", "ca.crt",
            ]
        )
        try await openssl.run([
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "s.key", "-out", "s.csr",
        ])
        try await openssl.run(
            [
                "x509", "-req", "-in", "s.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                "-out", "s.crt",
            ]
        )
        try await Tool("chmod").run(["600", directory.appending("s.key").string])
        try await stop()
        let port = try freePort()
        let rules = "local all postgres trust\nhostssl all all all scram-sha-256\n"
        let file = dataDirectory.appending("pg_hba.conf")
        try #require(FileManager.default.createFile(atPath: file.string, contents: Data(rules.utf8)))
        try await start(
            "-c listen_addresses=localhost -c port=\(port) -c ssl=on -c ssl_cert_file=\(directory)/s.crt "
                + "-c ssl_key_file=\(directory)/s.key"
        )
        return port
    }

    /// Calls while the machine has an extension of this name.
    func withExtension(_ name: String, _ body: () async throws -> Void) async throws {
        let share = try await Tool(installation.binaries.appending("pg_config").string).run(["--sharedir"])
        let directory = FilePath(String(share.prefix { !$0.isNewline })).appending("extension")
        let files = [directory.appending("\(name).control"), directory.appending("\(name)--1.sql")]
        defer { for file in files { try? FileManager.default.removeItem(atPath: file.string) } }
        try Data("default_version = '1'\n".utf8).write(to: URL(filePath: files[0].string))
        try Data("CREATE TYPE gone AS ENUM ('a');\n".utf8).write(to: URL(filePath: files[1].string))
        try await body()
    }

    private func freePort() throws -> Int {
        let range = try #require(PortRange(from: 26000, to: 26900))
        return try #require(range.firstFree(excluding: Set((26000...26000 + Int(getpid() % 700)).map { $0 })))
    }
}
