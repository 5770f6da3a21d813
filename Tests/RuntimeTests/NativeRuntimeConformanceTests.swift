import Runtime
import RuntimeConformance
import SystemPackage
import Testing

@Suite struct NativeRuntimeConformanceTests {
    @Test(arguments: RuntimeConformance.allCases)
    func nativeRuntime(keeps promise: RuntimeConformance) async throws {
        try await check(promise, inSandbox: false)
    }

    @Test(arguments: RuntimeConformance.allCases)
    func sandbox(keeps promise: RuntimeConformance) async throws {
        try await check(promise, inSandbox: true)
    }

    private func check(_ promise: RuntimeConformance, inSandbox: Bool) async throws {
        try await RuntimeLaboratory.with { directory in
            var runtime = try NativeRuntime(
                directory: directory,
                account: ClusterTemplate.account,
                searchPaths: TestedPostgres.searchPaths
            )
            let place = directory.removingLastComponent()
            runtime.preloadLibrary = try PreloadLibrary.install(in: place)
            if inSandbox {
                runtime.sandbox = try await Sandbox.find(account: ClusterTemplate.account, directory: place)
            }
            return runtime
        } _: { laboratory in
            try await promise.check(laboratory)
        }
    }
}
