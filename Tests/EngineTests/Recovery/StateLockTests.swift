import Engine
import Foundation
import SystemPackage
import Testing

@Suite struct StateLockTests {
    @Test func onlyOneEngineHasIt() throws {
        let directory = FilePath("/tmp/dblab-lock-\(Identifier.random())/state")
        defer { try? FileManager.default.removeItem(atPath: directory.removingLastComponent().string) }
        do {
            let lock = try StateLock(directory: directory)
            let error = #expect(throws: EngineError.self) { try StateLock(directory: directory) }
            #expect(error?.code == .failedPrecondition)
            #expect(error?.message.contains("process \(getpid())") == true)
            withExtendedLifetime(lock) {}
        }
        // Free again with its holder.
        _ = try StateLock(directory: directory)
    }
}
