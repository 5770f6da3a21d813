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

    /// Removes what would make a standby of a clone's server, or have it recover from an archive: only its user can have put it there.
    func removeSignals(of server: ServerSpecification) throws {
        guard server.isSandboxed else { return }
        for name in ["standby.signal", "recovery.signal"] {
            let path = server.dataDirectory.appending(name)
            guard unlink(path.string) != 0, errno != ENOENT else { continue }
            throw RuntimeError(.unavailable, "\(path) cannot be removed: \(Errno(rawValue: errno)).")
        }
    }
}
