import FoundationEssentials
import SystemPackage

/// Watches a directory grow while somebody else fills it.
struct DirectoryGrowth: Sendable {
    let directory: FilePath
    let meter: ProgressMeter
    var size: @Sendable (FilePath) -> Int = { DumpSize.bytes(at: $0) }

    func watching(_ body: @Sendable @escaping () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await body()
                return true
            }
            group.addTask {
                for await _ in AsyncTimer(interval: .milliseconds(500)) where !Task.isCancelled {
                    meter.reach(bytes: size(directory))
                }
                return false
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next(), !isDone {}
        }
    }
}
