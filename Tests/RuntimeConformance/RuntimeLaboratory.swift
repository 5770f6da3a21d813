import FoundationEssentials
import Glibc
package import Postgres
package import Runtime
import Synchronization
package import SystemPackage
import Tooling

/// A place of its own for one check: a runtime, data directories and ports; all gone afterwards.
package struct RuntimeLaboratory: Sendable {
    package let directory: FilePath
    package let runtime: any PostgresRuntime
    /// Makes a runtime on the same place, as the next engine would.
    package let makeRuntime: @Sendable () async throws -> any PostgresRuntime

    package init(
        directory: FilePath,
        runtime: any PostgresRuntime,
        makeRuntime: @escaping @Sendable () async throws -> any PostgresRuntime
    ) {
        (self.directory, self.runtime, self.makeRuntime) = (directory, runtime, makeRuntime)
    }

    /// Calls with a new laboratory.
    package static func with(
        _ makeRuntime: @escaping @Sendable (_ directory: FilePath) async throws -> any PostgresRuntime,
        _ body: (RuntimeLaboratory) async throws -> Void
    ) async throws {
        let directory = FilePath("/tmp/dblab-runtime-\(UUID().uuidString.prefix(8))")
        try expect(mkdir(directory.string, 0o711) == 0, "the directory can be made")
        let data = directory.appending("data")
        try expect(mkdir(data.string, 0o700) == 0, "the directory can be made")
        if let account = ClusterTemplate.account { chown(data.string, account.userID, account.groupID) }
        let servers = directory.appending("servers")
        let laboratory = RuntimeLaboratory(directory: directory, runtime: try await makeRuntime(servers)) {
            try await makeRuntime(servers)
        }
        var failure: (any Error)?
        do { try await body(laboratory) } catch { failure = error }
        await laboratory.clear()
        if let failure { throw failure }
    }

    private func clear() async {
        for id in ((try? await runtime.inventory()) ?? [:]).keys { try? await runtime.remove(id, mode: .immediate) }
        // Servers that are made to wait for others may still write here, for a moment.
        for _ in 0..<10_000 where FileManager.default.fileExists(atPath: directory.string) {
            await (runtime as? NativeRuntime)?.waitingServers?.settled()
            try? FileManager.default.removeItem(atPath: directory.string)
            await Task.yield()
        }
    }
}

extension RuntimeLaboratory {
    /// A server on a copy of the empty cluster.
    package func specification(
        _ name: String = "a",
        listenAddresses: [String] = [],
        settings: [String: String] = [:]
    ) async throws -> ServerSpecification {
        guard let id = ServerID(name) else { throw Violation(description: "\(name) is a name") }
        let dataDirectory = directory.appending("data").appending(name)
        try await ClusterTemplate.shared.copy(to: dataDirectory)
        return ServerSpecification(
            id: id,
            dataDirectory: dataDirectory,
            port: Self.freePort(),
            listenAddresses: listenAddresses,
            settings: ["shared_buffers": "16MB", "max_connections": "20"].merging(settings) { $1 },
            isSandboxed: true
        )
    }

    /// A running server on a copy of the empty cluster.
    package func startedServer(
        _ name: String = "a",
        listenAddresses: [String] = [],
        settings: [String: String] = [:]
    ) async throws -> ServerSpecification {
        let server = try await specification(name, listenAddresses: listenAddresses, settings: settings)
        try await runtime.start(server)
        return server
    }

    /// A session of the engine, through the socket.
    package func connection(to server: ServerSpecification) async throws -> Connection {
        let host = runtime.socketDirectory(of: server.id).string
        return try await Connection(
            ConnectionParameters(host: host, port: server.port, user: "postgres", database: "postgres")
        )
    }

    /// The only value of the only row.
    package func value(_ sql: String, of server: ServerSpecification) async throws -> String? {
        let connection = try await connection(to: server)
        let rows = try await connection.query(sql)
        await connection.close()
        return rows.first?.first ?? nil
    }

    /// When the server started, which tells two runs apart.
    package func startTime(of server: ServerSpecification) async throws -> String? {
        try await value(
            "SELECT pg_postmaster_start_time()::text || ' ' || system_identifier FROM pg_control_system()",
            of: server
        )
    }

    /// The number of the server's process.
    package func processID(of server: ServerSpecification) throws -> Int32 {
        try PostmasterProcess.processID(inDataDirectory: server.dataDirectory)
    }

    /// Kills the server as a lack of memory would, and waits until its process is gone.
    package func killServer(_ server: ServerSpecification) async throws {
        let id = try processID(of: server)
        try expect(kill(id, SIGKILL) == 0, "process \(id) can be killed")
        while isRunning(id) { await Task.yield() }
    }

    /// Whether a process runs; one that has ended and waits for init to notice does not.
    package func isRunning(_ id: Int32) -> Bool {
        guard let text = try? SmallFile.read(FilePath("/proc/\(id)/stat"), limit: 4096) else { return false }
        return !text.contains(") Z ") && !text.contains(") X ")
    }

    /// A port that nobody listens on; not given out again for long.
    package static func freePort() -> Int {
        while true {
            let port = nextPort.withLock { next in
                next = next >= 31999 ? 20000 : next + 1
                return next
            }
            if canBind(port) { return port }
        }
    }

    private static let nextPort = Mutex(20000 + Int(getpid()) * 37 % 12000)

    private static func canBind(_ port: Int) -> Bool {
        guard let listener = try? Listener(port: port) else { return false }
        listener.close()
        return true
    }
}

/// A foreign program that listens on a port.
package struct Listener: Sendable {
    private let descriptor: Int32
    package let port: Int

    /// - Parameter address: `INADDR_ANY` for all of the machine.
    package init(port: Int, address host: UInt32 = 0x7f00_0001) throws {
        self.port = port
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        // Connections that ended a moment ago do not count.
        var reuse: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = host.bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let answer = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
        }
        guard answer == 0, listen(descriptor, 1) == 0 else {
            close()
            throw Errno(rawValue: errno)
        }
    }

    /// Waits until whoever was just killed has let go of the port.
    package static func onceFree(port: Int) async throws -> Listener {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            do { return try Listener(port: port) } catch Errno.addressInUse where ContinuousClock.now < deadline {
                await Task.yield()
            }
        }
    }

    package func close() { Glibc.close(descriptor) }
}
