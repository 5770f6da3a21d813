import Testing
import Tooling

/// What is busy for a moment is tried again, and nothing else.
@Suite struct BusyTests {
    @Test func whatIsBusyIsTriedAgain() async throws {
        var attempts = 0
        try await Tool.retryingWhileBusy(for: .seconds(600)) {
            attempts += 1
            if attempts < 4 { throw Self.failure("umount: /pool: target is busy.") }
        }
        #expect(attempts == 4)
    }

    @Test func otherFailuresAreFinal() async throws {
        var attempts = 0
        let error = await #expect(throws: ToolFailure.self) {
            try await Tool.retryingWhileBusy(for: .seconds(600)) {
                attempts += 1
                throw Self.failure("umount: /pool: not mounted.")
            }
        }
        #expect(error?.isBusy == false)
        #expect(attempts == 1)
    }

    @Test func patienceEnds() async throws {
        let error = await #expect(throws: ToolFailure.self) {
            try await Tool.retryingWhileBusy(for: .zero) { throw Self.failure("cannot unmount '/pool': Device busy") }
        }
        #expect(error?.isBusy == true)
    }

    private static func failure(_ output: String) -> ToolFailure {
        ToolFailure(command: ["umount", "/pool"], reason: "exited(32)", output: output)
    }
}
