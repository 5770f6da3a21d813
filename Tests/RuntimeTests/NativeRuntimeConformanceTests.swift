import Runtime
import RuntimeConformance
import SystemPackage
import Testing

@Suite struct NativeRuntimeConformanceTests {
    @Test(arguments: RuntimeConformance.allCases)
    func nativeRuntime(keeps promise: RuntimeConformance) async throws {
        try await check(promise, in: nil)
    }

    @Test(arguments: RuntimeConformance.allCases)
    func sandbox(keeps promise: RuntimeConformance) async throws {
        try await check(promise, in: try await Sandbox.find(account: ClusterTemplate.account))
    }

    private func check(_ promise: RuntimeConformance, in sandbox: Sandbox?) async throws {
        try await RuntimeLaboratory.with { directory in
            var runtime = try NativeRuntime(
                directory: directory,
                account: ClusterTemplate.account,
                searchPaths: TestedPostgres.searchPaths
            )
            runtime.preloadLibrary = try PreloadLibrary.install(in: directory.removingLastComponent())
            runtime.sandbox = sandbox
            return runtime
        } _: { laboratory in
            try await promise.check(laboratory)
        }
    }
}
