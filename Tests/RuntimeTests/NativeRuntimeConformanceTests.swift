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
            try await NativeRuntime.tested(in: directory, inSandbox: inSandbox)
        } _: { laboratory in
            try await promise.check(laboratory)
        }
    }
}
