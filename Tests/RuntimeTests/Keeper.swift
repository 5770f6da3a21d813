import Runtime
import RuntimeConformance
import SystemPackage

/// What keeps a server apart from the machine.
enum Keeper: CaseIterable {
    case bubblewrap, docker

    /// Calls with a server in a place of its own.
    func withServer(
        listenAddresses: [String] = [],
        _ body: (RuntimeLaboratory, ServerSpecification) async throws -> Void
    ) async throws {
        try await RuntimeLaboratory.with { directory in
            guard self == .bubblewrap else { return try await DockerForTests.shared.runtime(in: directory) }
            var runtime = try NativeRuntime(
                directory: directory,
                account: ClusterTemplate.account,
                searchPaths: TestedPostgres.searchPaths
            )
            // As the engine has it: the library leads to the account.
            runtime.preloadLibrary = try PreloadLibrary.install(in: directory.removingLastComponent())
            runtime.sandbox = try await Sandbox.find(
                account: ClusterTemplate.account,
                directory: directory.removingLastComponent()
            )
            return runtime
        } _: { laboratory in
            try await body(laboratory, try await laboratory.startedServer(listenAddresses: listenAddresses))
        }
    }
}
