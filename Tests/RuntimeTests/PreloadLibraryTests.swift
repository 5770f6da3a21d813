import FoundationEssentials
import Glibc
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

@Suite struct PreloadLibraryTests {
    private func withLaboratory(
        inSandbox: Bool = false,
        _ body: (RuntimeLaboratory) async throws -> Void
    ) async throws {
        try await RuntimeLaboratory.with { directory in
            try await NativeRuntime.tested(in: directory, inSandbox: inSandbox)
        } _: { laboratory in
            try await body(laboratory)
        }
    }

    /// In a sandbox only what is below `/usr` can be loaded along with it.
    @Test(arguments: [false, true])
    func serversHaveItAndTheirChildrenDoNot(inSandbox: Bool) async throws {
        try await withLaboratory(inSandbox: inSandbox) { laboratory in
            let server = try await laboratory.startedServer()
            let maps = try SmallFile.read(
                FilePath("/proc/\(try laboratory.processID(of: server))/maps"),
                limit: 1 << 20
            )
            #expect(maps.contains("libdblab-preload.so"))
            let connection = try await laboratory.connection(to: server)
            try await connection.execute("CREATE TEMP TABLE variable (line text)")
            try await connection.execute("COPY variable FROM PROGRAM 'env'")
            let rows = try await connection.query("SELECT line FROM variable WHERE line LIKE 'LD_PRELOAD%'")
            await connection.close()
            #expect(rows.isEmpty)
        }
    }

    /// What a power failure may leave of a file that was never synced.
    @Test(arguments: ["", "12"])
    func aServerStartsBesideAnUnfinishedLockFile(_ content: String) async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer()
            try await laboratory.killServer(server)
            let file = server.dataDirectory.appending(PostmasterFile.name)
            try Data(content.utf8).write(to: URL(filePath: file.string))
            try await laboratory.runtime.start(server)
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
        }
    }

    /// Where sessions find what they must know of the system's tables; see docs/decisions/016-relation-cache.md.
    private func caches(of server: ServerSpecification) throws -> [String: UInt64] {
        let base = server.dataDirectory.appending("base")
        var result: [String: UInt64] = [:]
        for database in try FileManager.default.contentsOfDirectory(atPath: base.string) {
            var status = stat()
            let file = base.appending(database).appending("pg_internal.init")
            if stat(file.string, &status) == 0 { result[database] = UInt64(status.st_ino) }
        }
        return result
    }

    @Test func cachesOutliveACleanStopAndNoOther() async throws {
        try await withLaboratory { laboratory in
            let server = try await laboratory.startedServer(settings: ["autovacuum": "off"])
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            let made = try caches(of: server)
            #expect(made.count == 1)
            try await laboratory.runtime.remove(server.id, mode: .fast)
            try await laboratory.runtime.start(server)
            #expect(try caches(of: server) == made, "the same files")
            // What is changed while it runs is not kept.
            try await laboratory.connection(to: server).execute("VACUUM FULL pg_catalog.pg_class")
            #expect(try caches(of: server).isEmpty)
            #expect(try await laboratory.value("SELECT count(*) > 0 FROM pg_class", of: server) == "t")
            #expect(try caches(of: server).count == 1)
            try await laboratory.killServer(server)
            try await laboratory.runtime.start(server)
            #expect(try caches(of: server).isEmpty, "after recovery")
        }
    }

    @Test func recoveryThatIsAskedForTrustsNoCache() async throws {
        try await withLaboratory { laboratory in
            var server = try await laboratory.startedServer(settings: ["autovacuum": "off", "hot_standby": "on"])
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
            try await laboratory.runtime.remove(server.id, mode: .fast)
            #expect(try caches(of: server).count == 1)
            // Only servers of the engine may be standbys.
            server.isSandboxed = false
            let signal = server.dataDirectory.appending("standby.signal")
            try Data().write(to: URL(filePath: signal.string))
            if let account = ClusterTemplate.account { chown(signal.string, account.userID, account.groupID) }
            try await laboratory.runtime.start(server)
            #expect(try caches(of: server).isEmpty)
        }
    }

    /// By the library or by a program before it: there is nothing left of root's rights.
    @Test(arguments: [(true, false), (false, false), (true, true)])
    func aSandboxedServerIsTheAccountAndNoMore(byLibrary: Bool, waits: Bool) async throws {
        let account = try #require(ClusterTemplate.account)
        try await RuntimeLaboratory.with { directory in
            try await NativeRuntime.tested(in: directory, hasLibrary: byLibrary, waits: waits)
        } _: { laboratory in
            let server = try await laboratory.startedServer()
            let process = try laboratory.processID(of: server)
            let lines = try SmallFile.read(FilePath("/proc/\(process)/status"), limit: 8192).split(separator: "\n")
            func values(_ name: String) -> [Substring] {
                lines.first { $0.hasPrefix(name + ":") }?.split(whereSeparator: \.isWhitespace).dropFirst().map { $0 }
                    ?? []
            }
            #expect(values("Uid") == Array(repeating: "\(account.userID)", count: 4))
            #expect(values("Gid") == Array(repeating: "\(account.groupID)", count: 4))
            #expect(Set(values("Groups")) == Set(account.supplementaryGroups.map { Substring("\($0)") }))
            for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
                #expect(values(set) == ["0000000000000000"], "\(set)")
            }
            #expect(values("NoNewPrivs") == ["1"])
            #expect(values("Seccomp") == ["2"])
            #expect(try await laboratory.output(of: "env | grep -c DBLAB || true", in: server) == "0")
        }
    }

    /// Nobody's account, root's, or words: the server must not go on as what it is.
    @Test(arguments: ["", "0:1:", "1:0:", "1", "1:1:2;3", "postgres:postgres:", "4294967295:1:"])
    func anAccountThatIsNoneEndsTheServer(_ text: String) async throws {
        let installation = try #require(
            await PostgresInstallation.installed(searchPaths: TestedPostgres.searchPaths).last
        )
        try await withLaboratory { laboratory in
            let library = laboratory.directory.appending(PreloadLibrary.name)
            let tool = Tool(
                installation.program("postgres").string,
                environment: ["LD_PRELOAD": library.string, "DBLAB_DESCENT": text]
            )
            let failure = await #expect(throws: ToolFailure.self) { try await tool.run(["--version"]) }
            #expect(failure?.output.contains("the account of the servers is not understood") == true, "\(text)")
        }
    }
}
