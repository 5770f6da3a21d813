import Glibc
import SystemPackage
import Testing

/// A process that has nothing to do with any server.
struct InnocentProcess {
    let id: Int32

    /// Calls with such a process, and checks afterwards that nobody harmed it.
    static func with(workingIn directory: FilePath = "/", _ body: (InnocentProcess) async throws -> Void) async throws {
        var id: pid_t = 0
        let words = ["env", "--chdir=\(directory)", "sleep", "1000"]
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        try #require(posix_spawn(&id, "/usr/bin/env", nil, nil, &arguments, nil) == 0)
        var failure: (any Error)?
        do { try await body(InnocentProcess(id: id)) } catch { failure = error }
        var status: Int32 = 0
        #expect(waitpid(id, &status, WNOHANG) == 0, "an innocent process was ended")
        kill(id, SIGKILL)
        waitpid(id, &status, 0)
        if let failure { throw failure }
    }
}
