import Runtime
import RuntimeConformance

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
            // As the engine has it: the library leads to the account.
            return try await NativeRuntime.tested(in: directory)
        } _: { laboratory in
            try await body(laboratory, try await laboratory.startedServer(listenAddresses: listenAddresses))
        }
    }
}
