import FoundationEssentials
import Glibc
import Postgres
import Runtime
import SystemPackage

extension RuntimeLaboratory {
    func checkStalePostmasterFileIsNoObstacle() async throws {
        let other = try await startedServer("b")
        let server = try await specification()
        // A copy of a running server: its postmaster.pid names a process that lives, and is even PostgreSQL's.
        let file = PostmasterFile.name
        try FileManager.default.copyItem(
            atPath: other.dataDirectory.appending(file).string,
            toPath: server.dataDirectory.appending(file).string
        )
        try await runtime.start(server)
        try expect(try await value("SELECT 1", of: server) == "1", "a stale postmaster.pid does not matter")
        try expect(try await value("SELECT 1", of: other) == "1", "and the server it names runs on")
    }

    func checkSocketIsClosedToOthers() async throws {
        let server = try await startedServer()
        var status = stat()
        let place = runtime.socketDirectory(of: server.id)
        try expect(stat(place.string, &status) == 0, "the socket has a directory")
        try expect(status.st_mode & 0o077 == 0, "the socket's directory is closed to others")
    }

    func checkTCPNeedsPassword() async throws {
        let server = try await startedServer(listenAddresses: ["127.0.0.1"])
        let engine = try await connection(to: server)
        try await engine.execute("SET password_encryption = 'scram-sha-256'; CREATE ROLE ann LOGIN PASSWORD 'right'")
        func login(_ user: String, _ password: String?) async throws -> [[String?]] {
            let parameters = ConnectionParameters(
                host: "127.0.0.1",
                port: server.port,
                user: user,
                password: password,
                database: "postgres"
            )
            return try await Connection(parameters).query("SELECT 1")
        }
        try expect(try await login("ann", "right") == [["1"]], "the right password opens")
        for (user, password) in [("ann", "wrong"), ("ann", ""), ("postgres", "x")] {
            do {
                _ = try await login(user, password)
            } catch is PostgresError {
                continue
            }
            throw Violation(description: "\(user) came in by TCP with password “\(password)”")
        }
    }

    func checkLogTailEndsWithLastWords() async throws {
        let server = try await startedServer()
        let connection = try await connection(to: server)
        try await connection.execute("DO $$ BEGIN RAISE LOG 'last words'; END $$")
        let tail = await runtime.logTail(of: server.id, lines: 2)
        try expect(tail.contains { $0.contains("last words") }, "the log ends with what was said last: \(tail)")
        try expect(tail.count <= 2, "the tail is as short as asked")
    }

    func checkSharedMemoryIsNotLeaked() async throws {
        let server = try await startedServer()
        guard let segment = PostmasterFile(inDataDirectory: server.dataDirectory)?.sharedMemoryID else {
            throw Violation(description: "postmaster.pid names a segment")
        }
        let files = try dynamicSegments(of: server)
        try expect(!files.isEmpty, "a server has dynamic shared memory")
        try await killServer(server)
        try await runtime.remove(server.id, mode: .immediate)
        var status = shmid_ds()
        try expect(shmctl(segment, IPC_STAT, &status) != 0, "a killed server leaves no shared memory behind")
        for file in files where FileManager.default.fileExists(atPath: file) {
            throw Violation(description: "a killed server left \(file)")
        }
    }

    /// The files of shared memory that the processes of a server have in use.
    private func dynamicSegments(of server: ServerSpecification) throws -> Set<String> {
        var result: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int32(name) != nil {
            let cwd = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(name)/cwd")
            guard cwd == server.dataDirectory.string else { continue }
            let maps = (try? SmallFile.read(FilePath("/proc/\(name)/maps"), limit: 1 << 20)) ?? ""
            for line in maps.split(separator: "\n") {
                guard let path = line.split(separator: " ").last, path.hasPrefix("/dev/shm/") else { continue }
                result.insert(String(path))
            }
        }
        return result
    }
}
