import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

@Suite struct NativeRuntimeConformanceTests {
    @Test(arguments: RuntimeConformance.allCases)
    func nativeRuntime(keeps promise: RuntimeConformance) async throws {
        try await check(promise, inSandbox: false)
    }

    @Test(arguments: RuntimeConformance.allCases)
    func sandbox(keeps promise: RuntimeConformance) async throws {
        try await check(promise, inSandbox: true)
    }

    @Test(
        .enabled(if: Account.processIsRoot, "only root shows directories to a server that waits"),
        arguments: RuntimeConformance.allCases
    )
    func waitingServer(keeps promise: RuntimeConformance) async throws {
        try await check(promise, inSandbox: true, waits: true)
    }

    private func check(_ promise: RuntimeConformance, inSandbox: Bool, waits: Bool = false) async throws {
        try await RuntimeLaboratory.with { directory in
            try await NativeRuntime.tested(in: directory, inSandbox: inSandbox, waits: waits)
        } _: { laboratory in
            try await promise.check(laboratory)
        }
    }
}
