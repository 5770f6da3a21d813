import FoundationEssentials
import Glibc
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

/// What a superuser reaches who runs programs in his server, whatever keeps it apart: his own files, and nothing else.
@Suite struct EscapeTests {
    @Test(arguments: Keeper.allCases)
    func linksLeadNowhere(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let other = try await laboratory.startedServer("b")
            _ = try await laboratory.output(
                of: "ln -s \(other.dataDirectory) leak; ln -s /etc/shadow shadow",
                in: server
            )
            for file in ["leak/PG_VERSION", "shadow"] {
                await #expect(throws: PostgresError.self) {
                    _ = try await laboratory.value("SELECT pg_read_file('\(file)')", of: server)
                }
            }
        }
    }

    @Test(arguments: Keeper.allCases)
    func systemIsReadOnly(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            for path in ["/usr/x", "/etc/x", "/x", "\(laboratory.directory)/servers/a/pg_hba.conf"] {
                let said = try await laboratory.output(of: "(echo x >> \(path)) && echo written", in: server)
                #expect(!said.contains("written"), "\(path): \(said)")
            }
        }
    }

    /// What SQL offers a superuser to get out, and what becomes of it.
    @Test(arguments: Keeper.allCases)
    func sqlLeadsNowhere(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let other = try await laboratory.startedServer("b", listenAddresses: ["127.0.0.1"])
            let secret = FilePath("/tmp/dblab-library-\(UUID().uuidString).so")
            try Data("no library".utf8).write(to: URL(filePath: secret.string))
            defer { unlink(secret.string) }
            let attempts = [
                "LOAD '\(secret)'", "SELECT pg_read_file('/etc/shadow')", "SELECT pg_ls_dir('/root')",
                "SELECT pg_read_file('\(other.dataDirectory)/PG_VERSION')",
                "COPY (SELECT 1) TO '/usr/bin/x'", "SELECT lo_export(lo_from_bytea(0, 'x'), '/etc/passwd')",
                "CREATE TABLESPACE out LOCATION '/var/tmp'",
                "CREATE FUNCTION public.f() RETURNS int LANGUAGE c AS '\(secret)', 'f'",
            ]
            for attempt in attempts {
                await #expect(throws: PostgresError.self, "\(attempt)") {
                    _ = try await laboratory.value(attempt, of: server)
                }
            }
            #expect(try await laboratory.value("SELECT 1", of: other) == "1")
        }
    }

    /// Settings that run programs or move files survive a restart, but not the sandbox.
    @Test(arguments: Keeper.allCases)
    func settingsOfTheServerStayInside(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let connection = try await laboratory.connection(to: server)
            for setting in [
                "archive_mode = on", "archive_command = 'touch /usr/dblab-escaped /tmp/dblab-escaped; false'",
                "log_directory = '/var/log'", "logging_collector = on", "unix_socket_directories = '/tmp'",
                "listen_addresses = '*'", "port = 1", "config_file = '/etc/passwd'", "hba_file = '/etc/passwd'",
                "external_pid_file = '/usr/dblab-escaped'",
            ] { _ = try? await connection.query("ALTER SYSTEM SET \(setting)") }
            _ = try await connection.query("SELECT pg_switch_wal()")
            await connection.close()
            try await laboratory.runtime.remove(server.id, mode: .fast)
            try await laboratory.runtime.start(server)
            _ = try await laboratory.value("SELECT pg_switch_wal()", of: server)
            for file in ["/usr/dblab-escaped", "/tmp/dblab-escaped"] { #expect(access(file, F_OK) != 0) }
            #expect(try await laboratory.value("SHOW port", of: server) == "\(server.port)")
            #expect(try await laboratory.value("SHOW listen_addresses", of: server) == "")
        }
    }

    /// Connections to others by the extensions for that: to a neighbour, to nobody, to where clouds tell secrets.
    @Test(arguments: Keeper.allCases, ["127.0.0.1", "169.254.169.254", "10.255.255.1"])
    func dblinkConnectsNowhere(_ keeper: Keeper, _ host: String) async throws {
        try await keeper.withServer { laboratory, server in
            let other = try await laboratory.startedServer("b", listenAddresses: ["127.0.0.1"])
            let connection = try await laboratory.connection(to: server)
            _ = try await connection.query("CREATE EXTENSION dblink SCHEMA public")
            let target = "host=\(host) port=\(other.port) user=postgres dbname=postgres connect_timeout=5"
            let error = await #expect(throws: PostgresError.self) {
                _ = try await connection.query("SELECT public.dblink_connect('\(target)')")
            }
            // Refused at once by the sandbox, not by a server, and not after a time.
            #expect("\(error.map { "\($0)" } ?? "")".contains("Permission denied"))
            await connection.close()
        }
    }

    /// A clone stays a primary, whatever its user leaves for the next start.
    @Test(arguments: Keeper.allCases)
    func signalsForARecoveryAreRemoved(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            _ = try await laboratory.output(of: "touch standby.signal; ln -s /etc/passwd recovery.signal", in: server)
            _ = try await laboratory.value(
                "ALTER SYSTEM SET restore_command = 'touch /tmp/dblab-escaped; false'",
                of: server
            )
            try await laboratory.runtime.remove(server.id, mode: .fast)
            try await laboratory.runtime.start(server)
            #expect(try await laboratory.value("SELECT pg_is_in_recovery()", of: server) == "f")
            #expect(access("/etc/passwd", F_OK) == 0)
        }
    }

    /// Whoever may do everything in his server may not have more connections than the operator gives him.
    @Test(arguments: Keeper.allCases)
    func connectionsCannotBeRaised(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            _ = try await laboratory.value("ALTER SYSTEM SET max_connections = 90", of: server)
            try await laboratory.runtime.remove(server.id, mode: .fast)
            var limited = server
            limited.limits.connections = 7
            try await laboratory.runtime.start(limited)
            #expect(try await laboratory.value("SHOW max_connections", of: limited) == "7")
        }
    }

    /// A flood of the server's log is cut off, and the server goes on.
    @Test(arguments: Keeper.allCases)
    func aFloodOfTheLogIsCutOff(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            _ = try await laboratory.output(of: "yes flood | head -c 200000000 >&2", in: server)
            let runtime = try #require(laboratory.runtime as? any LogRotating)
            try await runtime.rotateLogs(above: 10 << 20)
            let place = "\(laboratory.directory)/servers/\(server.id)"
            let size = try FileManager.default.contentsOfDirectory(atPath: place).filter { $0.hasPrefix("server.log") }
                .reduce(0) { sum, name in
                    sum + (try FileManager.default.attributesOfItem(atPath: "\(place)/\(name)")[.size] as? Int ?? 0)
                }
            #expect(size <= 11 << 20, "\(size)")
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
        }
    }

    /// A file that names the engine's own process, or another server's, as the clone's.
    @Test(arguments: Keeper.allCases)
    func aForgedPostmasterFileHurtsNobody(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let other = try await laboratory.startedServer("b")
            let neighbour = try laboratory.processID(of: other)
            let own = try laboratory.processID(of: server)
            for victim in [getpid(), neighbour] {
                _ = try await laboratory.output(of: "sed -i 1s/.*/\(victim)/ postmaster.pid", in: server)
                try await laboratory.runtime.remove(server.id, mode: .immediate)
                #expect(laboratory.isRunning(neighbour))
                try await laboratory.runtime.start(server)
            }
            #expect(!laboratory.isRunning(own))
            #expect(try await laboratory.value("SELECT 1", of: other) == "1")
        }
    }

    @Test(arguments: Keeper.allCases)
    func rightsCannotBeGained(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let status = try await laboratory.output(
                of: "grep -E NoNewPrivs\\|CapBnd\\|Seccomp: /proc/self/status",
                in: server
            )
            #expect(status.contains("NoNewPrivs:\t1"))
            #expect(status.contains("Seccomp:\t2"))
            if Account.processIsRoot { #expect(status.contains("CapBnd:\t0000000000000000")) }
            for attempt in ["unshare -U true", "unshare -m true", "mount -t tmpfs x /tmp", "chroot /tmp true"] {
                let said = try await laboratory.output(of: "\(attempt) && echo done", in: server)
                #expect(!said.contains("done"), "\(attempt): \(said)")
            }
        }
    }

    @Test(arguments: Keeper.allCases)
    func nothingStartedInItOutlivesIt(_ keeper: Keeper) async throws {
        // One that no other test waits for.
        let seconds = [Keeper.bubblewrap: 4711, .docker: 4712, .waiting: 4713][keeper] ?? 0
        try await keeper.withServer { laboratory, server in
            _ = try await laboratory.output(
                of: "cd /; setsid sleep \(seconds) >/dev/null 2>&1 & until grep -q sleep /proc/$!/comm; do :; done",
                in: server
            )
            #expect(Self.commands().contains { $0.hasPrefix("sleep\u{0}\(seconds)") })
            try await laboratory.runtime.remove(server.id, mode: .fast)
            #expect(!Self.commands().contains { $0.hasPrefix("sleep\u{0}\(seconds)") })
        }
    }

    @Test(arguments: Keeper.allCases)
    func statisticsAndParallelQueriesWork(_ keeper: Keeper) async throws {
        try await keeper.withServer { laboratory, server in
            let connection = try await laboratory.connection(to: server)
            _ = try await connection.query("CREATE TABLE public.t AS SELECT generate_series(1, 20000) AS a")
            _ = try await connection.query("SET min_parallel_table_scan_size = 0")
            _ = try await connection.query("SET parallel_setup_cost = 0")
            _ = try await connection.query("SET parallel_tuple_cost = 0")
            #expect(try await connection.query("SELECT count(*) FROM public.t").first?.first == "20000")
            await connection.close()
        }
    }

    /// The command lines of all processes.
    private static func commands() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int32($0) != nil }
            .compactMap { try? SmallFile.read(FilePath("/proc/\($0)/cmdline"), limit: 1 << 20) }
    }
}
