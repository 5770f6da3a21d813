import FoundationEssentials
import Glibc
import Postgres
import Runtime
import RuntimeConformance
import SystemPackage
import Testing
import Tooling

/// What a superuser reaches who runs programs in a sandboxed server: his own files, and nothing else.
@Suite struct SandboxTests {
    @Test func otherProcessesAreNotSeen() async throws {
        try await Self.withServer { laboratory, server in
            #expect(try await laboratory.output(of: "cat /proc/1/comm", in: server) == "bwrap")
            let names = try await laboratory.output(of: "ls /proc", in: server).split(separator: " ")
            let own = names.compactMap { Int32($0) }
            #expect(own.contains(2))
            // Those of the machine are many more, and this very test is among them.
            #expect(!own.contains(getpid()) || getpid() < 64)
            #expect(own.count < 32)
        }
    }

    @Test func otherFilesAreNotSeen() async throws {
        try await Self.withServer { laboratory, server in
            let other = try await laboratory.startedServer("b")
            let secret = FilePath("/tmp/dblab-secret-\(UUID().uuidString)")
            try Data("secret".utf8).write(to: URL(filePath: secret.string))
            defer { unlink(secret.string) }
            for path in [other.dataDirectory, secret, "/etc/shadow", "/root", "/home", "/var", "/sys", "/run"] {
                let said = try await laboratory.output(of: "ls -d \(path)", in: server)
                #expect(said.contains("No such file"), "\(path): \(said)")
            }
            #expect(try await laboratory.output(of: "ls \(server.dataDirectory)/..", in: server) == "a")
        }
    }

    @Test func linksLeadNowhere() async throws {
        try await Self.withServer { laboratory, server in
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

    @Test func systemIsReadOnly() async throws {
        try await Self.withServer { laboratory, server in
            for path in ["/usr/x", "/etc/x", "/x", "\(laboratory.directory)/servers/a/pg_hba.conf"] {
                let said = try await laboratory.output(of: "(echo x >> \(path)) && echo written", in: server)
                #expect(!said.contains("written"), "\(path): \(said)")
            }
        }
    }

    @Test func noConnectionLeavesIt() async throws {
        try await Self.withServer { laboratory, server in
            let port = RuntimeLaboratory.freePort()
            let listener = try Listener(port: port)
            defer { listener.close() }
            for target in ["tcp/127.0.0.1/\(port)", "udp/127.0.0.1/53", "tcp/169.254.169.254/80"] {
                let said = try await laboratory.output(
                    of: "timeout 5 bash -c \"exec 3<>/dev/\(target) && echo connected\"",
                    in: server
                )
                #expect(said.contains("Permission denied") || said.contains("not supported"), "\(target): \(said)")
            }
        }
    }

    @Test func portsOfOthersAreNotTaken() async throws {
        try await Self.withServer { laboratory, server in
            let port = RuntimeLaboratory.freePort()
            let script =
                "use IO::Socket::INET; IO::Socket::INET->new(Listen => 1, LocalAddr => q(127.0.0.1), LocalPort => \(port))"
                + " ? print q(listens) : print qq(refused: $!)"
            let said = try await laboratory.output(of: "perl -e '\(script)'", in: server)
            #expect(said == (Sandbox.limitsPorts ? "refused: Permission denied" : "listens"))
        }
    }

    /// What SQL offers a superuser to get out, and what becomes of it.
    @Test func sqlLeadsNowhere() async throws {
        try await Self.withServer { laboratory, server in
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

    /// Connections to others by the extensions for that: to a neighbour, to nobody, to where clouds tell secrets.
    @Test(arguments: ["127.0.0.1", "169.254.169.254", "10.255.255.1"])
    func dblinkConnectsNowhere(_ host: String) async throws {
        try await Self.withServer { laboratory, server in
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

    /// Settings that run programs or move files survive a restart, but not the sandbox.
    @Test func settingsOfTheServerStayInside() async throws {
        try await Self.withServer { laboratory, server in
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

    /// A file that names the engine's own process, or another server's, as the clone's.
    @Test func aForgedPostmasterFileHurtsNobody() async throws {
        try await Self.withServer { laboratory, server in
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

    @Test func rightsCannotBeGained() async throws {
        try await Self.withServer { laboratory, server in
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

    @Test func nothingStartedInItOutlivesIt() async throws {
        try await Self.withServer { laboratory, server in
            _ = try await laboratory.output(
                of: "cd /; setsid sleep 4711 >/dev/null 2>&1 & until grep -q sleep /proc/$!/comm; do :; done",
                in: server
            )
            #expect(Self.commands().contains { $0.hasPrefix("sleep\u{0}4711") })
            try await laboratory.runtime.remove(server.id, mode: .fast)
            #expect(!Self.commands().contains { $0.hasPrefix("sleep\u{0}4711") })
        }
    }

    @Test func statisticsAndParallelQueriesWork() async throws {
        try await Self.withServer { laboratory, server in
            let connection = try await laboratory.connection(to: server)
            _ = try await connection.query("CREATE TABLE public.t AS SELECT generate_series(1, 20000) AS a")
            _ = try await connection.query("SET min_parallel_table_scan_size = 0")
            _ = try await connection.query("SET parallel_setup_cost = 0")
            _ = try await connection.query("SET parallel_tuple_cost = 0")
            #expect(try await connection.query("SELECT count(*) FROM public.t").first?.first == "20000")
            await connection.close()
        }
    }

    @Test func sandboxThatIsKilledTakesItsServerAlong() async throws {
        try await Self.withServer { laboratory, server in
            let process = try laboratory.processID(of: server)
            let status = try SmallFile.read(FilePath("/proc/\(process)/status"), limit: 4096)
            let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("PPid:") })
            let parent = try #require(line.split(whereSeparator: \.isWhitespace).last.flatMap { Int32($0) })
            #expect(kill(parent, SIGKILL) == 0)
            while laboratory.isRunning(process) { await Task.yield() }
            try await laboratory.runtime.start(server)
            #expect(try await laboratory.value("SELECT 1", of: server) == "1")
        }
    }
}

extension SandboxTests {
    private static func withServer(_ body: (RuntimeLaboratory, ServerSpecification) async throws -> Void) async throws {
        let sandbox = try await Sandbox.find(account: ClusterTemplate.account)
        try await RuntimeLaboratory.with { directory in
            var runtime = try NativeRuntime(
                directory: directory,
                account: ClusterTemplate.account,
                searchPaths: TestedPostgres.searchPaths
            )
            runtime.sandbox = sandbox
            return runtime
        } _: { laboratory in
            try await body(laboratory, try await laboratory.startedServer())
        }
    }

    /// The command lines of all processes.
    private static func commands() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.filter { Int32($0) != nil }
            .compactMap { try? SmallFile.read(FilePath("/proc/\($0)/cmdline"), limit: 1 << 20) }
    }
}

extension RuntimeLaboratory {
    /// What a program says that a superuser of the server runs, its errors included; lines joined by spaces.
    fileprivate func output(of command: String, in server: ServerSpecification) async throws -> String {
        let connection = try await connection(to: server)
        _ = try await connection.query("CREATE TEMPORARY TABLE said (line text)")
        _ = try await connection.query(
            "COPY said FROM PROGRAM $shell$(\(command)) 2>&1; true$shell$ (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02')"
        )
        let rows = try await connection.query("SELECT coalesce(string_agg(line, ' '), '') FROM said")
        await connection.close()
        return (rows.first?.first ?? nil) ?? ""
    }
}
