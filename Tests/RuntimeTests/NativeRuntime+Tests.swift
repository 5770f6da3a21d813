import Runtime
import RuntimeConformance
import SystemPackage

extension NativeRuntime {
    /// A runtime of the tested PostgreSQL, beside whose directory there is room for what the engine puts into its own.
    static func tested(
        in directory: FilePath,
        inSandbox: Bool = true,
        hasLibrary: Bool = true
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
        return runtime
    }
}
