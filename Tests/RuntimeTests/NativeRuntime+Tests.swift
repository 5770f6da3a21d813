import FoundationEssentials
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage

extension NativeRuntime {
    /// A runtime of the tested PostgreSQL, beside whose directory there is room for what the engine puts into its own.
    static func tested(
        in directory: FilePath,
        inSandbox: Bool = true,
        hasLibrary: Bool = true,
        waits: Bool = false
    ) async throws -> NativeRuntime {
        let account = ClusterTemplate.account
        var runtime = try NativeRuntime(
            directory: directory,
            account: account,
            searchPaths: TestedPostgres.searchPaths
        )
        let place = directory.removingLastComponent()
        if hasLibrary { runtime.preloadLibrary = try PreloadLibrary.install(in: place) }
        if inSandbox { runtime.sandbox = try await Sandbox.find(account: account, directory: place) }
        if waits { try await runtime.haveServersWait(in: place) }
        return runtime
    }

    /// By a first server, as servers wait for the next ones like those that there were.
    private mutating func haveServersWait(in place: FilePath) async throws {
        let waiting = WaitingServers()
        waitingServers = waiting
        let laboratory = RuntimeLaboratory(directory: place, runtime: self) { [self] in self }
        let first = try await laboratory.startedServer("first-\(UUID().uuidString.prefix(8).lowercased())")
        try await remove(first.id, mode: .immediate)
        try FileManager.default.removeItem(atPath: first.dataDirectory.string)
        await waiting.settled()
    }

    /// Whether a server waited for its data, as its record has it.
    func hasWaited(_ server: ServerSpecification) throws -> Bool {
        let record = directory.appending(server.id.description).appending("server.json")
        return try SmallFile.read(record, limit: 65536).contains("\"waited\":true")
    }
}
