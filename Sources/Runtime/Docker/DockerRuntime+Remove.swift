import Glibc
import Postgres
import SystemPackage
import Tooling

extension DockerRuntime {
    package func remove(_ id: ServerID, mode: ShutdownMode) async throws {
        let place = serverDirectory(of: id)
        guard let lock = try await place.lock() else { return }
        defer { withExtendedLifetime(lock) {} }
        let record = try place.record()
        if mode == .fast, let record { try await endServer(of: record) }
        try failpoint(.serverEnded)
        // By now there is nothing to lose but time at the next start.
        try await docker.removeContainer(containerName(of: id))
        try failpoint(.containerRemoved)
        if let record { try await removeLeftovers(in: FilePath(record.dataDirectory)) }
        try failpoint(.leftoversRemoved)
        try remove(place, of: id)
    }

    /// Lets the server end with a checkpoint, if it does so in time.
    private func endServer(of record: ServerRecord) async throws {
        let dataDirectory = FilePath(record.dataDirectory)
        guard let number = PostmasterFile(inDataDirectory: dataDirectory)?.processID else { return }
        // By the number that it has inside, of which only processes in these data are asked.
        let server = try ServerProcess.all(in: dataDirectory, of: userID).first { try $0.innerID == number }
        guard let server, let handle = try ProcessHandle(server) else { return }
        do { _ = try await end(handle, by: SIGINT, within: limits.fastStop) } catch let error as Errno {
            throw RuntimeError(.failedToStop, "Process \(server.processID) cannot be signalled: \(error).")
        }
    }
}
