import Glibc
import SystemPackage

extension DirectoryRuntime {
    private static var pauseLimit: Duration { .seconds(10) }

    package func pause(_ id: ServerID) async throws {
        guard let record = try serverDirectory(of: id).record(), let postmaster = try process(of: record) else {
            throw RuntimeError(.unavailable, "Server \(id) does not run.")
        }
        let end = ContinuousClock.now + Self.pauseLimit
        // First the one that starts others.
        try await hold([postmaster], until: end)
        while true {
            let family = try ServerProcess.all(in: FilePath(record.dataDirectory), of: userID)
            let moving = try family.filter { try !$0.standsStill }
            if moving.isEmpty { return }
            try await hold(moving, until: end)
        }
    }

    package func resume(_ id: ServerID) async throws {
        guard let record = try serverDirectory(of: id).record(), try process(of: record) != nil else { return }
        try send(SIGCONT, to: try ServerProcess.all(in: FilePath(record.dataDirectory), of: userID))
    }

    private func hold(_ processes: [ServerProcess], until end: ContinuousClock.Instant) async throws {
        try send(SIGSTOP, to: processes)
        for process in processes {
            while try !process.standsStill {
                guard ContinuousClock.now < end else {
                    throw RuntimeError(.unavailable, "Process \(process.processID) does not stand still. Try again.")
                }
                try await Task.sleep(for: .milliseconds(1))
            }
        }
    }

    private func send(_ signal: Int32, to processes: [ServerProcess]) throws {
        do {
            for process in processes { try ProcessHandle(process)?.signal(signal) }
        } catch let error as Errno {
            throw RuntimeError(.unavailable, "A process cannot be signalled: \(error).")
        }
    }
}
