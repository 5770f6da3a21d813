import CProcess
import Glibc
import Postgres
import SystemPackage

extension DirectoryRuntime {
    func end(_ handle: ProcessHandle, by signal: Int32, within limit: Duration) async throws -> Bool {
        try handle.signal(signal)
        return await handle.waitForEnd(within: limit)
    }

    /// Ends processes at once, and waits until they are gone.
    func kill(_ processes: [ServerProcess]) async throws {
        for handle in try processes.compactMap({ try ProcessHandle($0) }) {
            guard try await end(handle, by: SIGKILL, within: limits.immediateStop) else {
                throw RuntimeError(
                    .failedToStop,
                    "Process \(handle.process.processID) does not end, not even by SIGKILL."
                )
            }
        }
    }

    /// Clears what a server left that did not end by itself, or that was copied while it ran: its processes, its shared
    /// memory and `postmaster.pid`, which would keep the next server away once its number is in use again.
    func removeLeftovers(in dataDirectory: FilePath) async throws {
        let path = dataDirectory.appending(PostmasterFile.name)
        var status = stat()
        guard lstat(path.string, &status) == 0 else { return }
        do {
            try await kill(try ServerProcess.all(in: dataDirectory, of: userID))
            if let segment = PostmasterFile(inDataDirectory: dataDirectory)?.sharedMemoryID {
                cprocess_remove_shared_memory(segment, userID)
            }
            try check(unlink(path.string))
        } catch let error as Errno {
            throw RuntimeError(.unavailable, "The stale \(path) cannot be removed: \(error).")
        }
    }
}
