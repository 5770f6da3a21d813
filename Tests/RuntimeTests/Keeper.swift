import Runtime
import RuntimeConformance
import Testing

/// What keeps a server apart from the machine.
enum Keeper: CaseIterable {
    case bubblewrap, docker
    /// Bubblewrap, and the server was in it before its data.
    case waiting

    /// Those of the native runtime.
    static let native: [Keeper] = [.bubblewrap, .waiting]

    /// Calls with a server in a place of its own.
    func withServer(
        listenAddresses: [String] = [],
        _ body: (RuntimeLaboratory, ServerSpecification) async throws -> Void
    ) async throws {
        try await RuntimeLaboratory.with { directory in
            guard self != .docker else { return try await DockerForTests.shared.runtime(in: directory) }
            // As the engine has it: the library leads to the account.
            return try await NativeRuntime.tested(in: directory, waits: self == .waiting)
        } _: { laboratory in
            let server = try await laboratory.startedServer(listenAddresses: listenAddresses)
            if let runtime = laboratory.runtime as? NativeRuntime {
                try #require(try runtime.hasWaited(server) == (self == .waiting))
            }
            try await body(laboratory, server)
        }
    }
}
