import CProcess
import FoundationEssentials
import Glibc
import Postgres
import SystemPackage
import Tooling

extension NativeRuntime {
    package func remove(_ id: ServerID, mode: ShutdownMode) async throws {
        let place = serverDirectory(of: id)
        guard let lock = try await place.lock() else { return }
        defer { withExtendedLifetime(lock) {} }
        if let record = try place.record() {
            let holders = try sandboxHolders(of: record)
            try await stop(record, id: id, mode: mode)
            try await endSandbox(holders, of: record)
            try await removeStrays(in: FilePath(record.dataDirectory))
            try failpoint(.processEnded)
            try await controlGroups?.remove(id)
            try failpoint(.groupRemoved)
            try await removeLeftovers(in: FilePath(record.dataDirectory))
            try failpoint(.leftoversRemoved)
        }
        try remove(place, of: id)
    }

    private func stop(_ record: ServerRecord, id: ServerID, mode: ShutdownMode) async throws {
        guard let process = try process(of: record), let handle = try ProcessHandle(process) else { return }
        // Bubblewrap without a server: it is ended with its sandbox.
        if record.isSandboxed == true, process == record.process { return }
        do {
            if mode == .fast, try await end(handle, by: SIGINT, within: limits.fastStop) { return }
            if try await end(handle, by: SIGQUIT, within: limits.immediateStop) { return }
            // Stopped first, so that it starts no further processes.
            try handle.signal(SIGSTOP)
            let family = try ServerProcess.all(in: FilePath(record.dataDirectory), of: userID)
            if try await end(handle, by: SIGKILL, within: limits.immediateStop) {
                return try await kill(family)
            }
        } catch let error as Errno {
            throw RuntimeError(
                .failedToStop,
                "Process \(process.processID) of server \(id) cannot be signalled: \(error)."
            )
        }
        throw RuntimeError(
            .failedToStop,
            "Process \(process.processID) of server \(id) does not end, not even by SIGKILL."
        )
    }

    /// Ends programs that were started from SQL and outlive their server, but only those of an account for servers: the
    /// engine's own account has other processes.
    private func removeStrays(in dataDirectory: FilePath) async throws {
        guard let account else { return }
        // They may start others meanwhile.
        for _ in 0..<32 {
            let strays = try ServerProcess.strays(in: dataDirectory, of: account.userID)
            if strays.isEmpty { return }
            let handles = try strays.compactMap { try ProcessHandle($0) }
                .filter { try $0.process.isStray(in: dataDirectory, of: account.userID) }
            // All at once, so that none has time to replace another.
            for handle in handles { try handle.signal(SIGKILL) }
            for handle in handles where await !handle.waitForEnd(within: limits.immediateStop) {
                throw RuntimeError(.failedToStop, "Process \(handle.process.processID) survives SIGKILL.")
            }
        }
        throw RuntimeError(
            .failedToStop,
            "Processes of \(account.name) keep appearing in \(dataDirectory). End them, and try again."
        )
    }
}
