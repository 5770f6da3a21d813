import FoundationEssentials
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

@Suite struct PreloadLibraryTests {
    private func withLaboratory(
        _ sandbox: Sandbox? = nil,
        _ body: (RuntimeLaboratory) async throws -> Void
    ) async throws {
        try await RuntimeLaboratory.with { directory in
            var runtime = try NativeRuntime(directory: directory, account: ClusterTemplate.account)
            runtime.sandbox = sandbox
            runtime.preloadLibrary = try PreloadLibrary.install(in: directory.removingLastComponent())
            return runtime
        } _: { laboratory in
            try await body(laboratory)
        }
    }

    /// In a sandbox only what is below `/usr` can be loaded along with it.
    @Test(arguments: [false, true])
    func serversHaveItAndTheirChildrenDoNot(inSandbox: Bool) async throws {
        let sandbox = inSandbox ? try await Sandbox.find(account: ClusterTemplate.account) : nil
        try await withLaboratory(sandbox) { laboratory in
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
}
