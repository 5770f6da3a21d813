package import SystemPackage
import Tooling

/// Takes file systems off their directories, never lazily: what is unmounted is closed and complete.
package enum Unmounting {
    /// Unmounts what is mounted at a directory; waits for what is busy only for a moment.
    /// - Parameter limit: How long to wait.
    /// - Throws: ``StorageError`` with code `inUse`, which names who holds it.
    package static func unmount(_ directory: FilePath, waitingFor limit: Duration = .seconds(5)) async throws {
        do {
            try await Tool.retryingWhileBusy(for: limit) { try await Tool("umount")(directory.string) }
        } catch let failure as ToolFailure {
            throw error(failure, at: directory)
        }
    }

    static func error(_ failure: ToolFailure, at directory: FilePath) -> StorageError {
        guard failure.isBusy else {
            return StorageError(.unavailable, "Cannot unmount the pool at \(directory)", cause: failure)
        }
        let holders = MountHolders(of: directory)
        return StorageError(
            .inUse(by: holders.all),
            "Cannot unmount the pool at \(directory): it is in use by \(holders). Stop what works in it; to see it: "
                + "fuser -vm \(directory)",
            cause: failure
        )
    }
}
