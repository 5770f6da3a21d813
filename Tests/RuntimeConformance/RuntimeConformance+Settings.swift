import FoundationEssentials
import Glibc
import Postgres
import Runtime
import SystemPackage
import Tooling

extension RuntimeLaboratory {
    func checkSettingsApply() async throws {
        let settings = ["work_mem": "7MB", "cluster_name": "it's a \\ name", "my.own": "x # y"]
        let server = try await startedServer(settings: settings)
        for (name, expected) in settings {
            try expect(try await value("SHOW \(name)", of: server) == expected, "\(name) is as specified")
        }
    }

    func checkAlterSystemWins() async throws {
        let server = try await startedServer(settings: ["work_mem": "7MB"])
        let connection = try await connection(to: server)
        try await connection.execute("ALTER SYSTEM SET work_mem = '9MB'")
        try await runtime.remove(server.id, mode: .fast)
        try await runtime.start(server)
        try expect(try await value("SHOW work_mem", of: server) == "9MB", "what its owner set stays set")
    }

    func checkEngineSettingsStay() async throws {
        let server = try await startedServer()
        let connection = try await connection(to: server)
        for setting in [
            "port = 1", "listen_addresses = '*'", "hba_file = '/dev/null'", "unix_socket_directories = '/tmp'",
        ] {
            try? await connection.execute("ALTER SYSTEM SET \(setting)")
        }
        try await runtime.remove(server.id, mode: .fast)
        try await runtime.start(server)
        try expect(try await value("SHOW port", of: server) == "\(server.port)", "a server keeps its port")
        try expect(try await value("SHOW listen_addresses", of: server) == "", "a server listens where it was told")
    }

    func checkSourceSettingsAreIgnored() async throws {
        let server = try await specification()
        for file in ["postgresql.conf", "pg_hba.conf", "pg_ident.conf"] {
            try Data("nonsense = 'of the source'\n".utf8).write(to: server.dataDirectory.appending(file))
        }
        try await runtime.start(server)
        try expect(try await value("SELECT 1", of: server) == "1", "files of the source do not matter")
    }

    func checkBrokenDataDirectoryFailsWithReason() async throws {
        let server = try await specification()
        let control = server.dataDirectory.appending("global").appending("pg_control")
        try FileManager.default.removeItem(atPath: control.string)
        let error = try await expectFailure(.failedToStart) { try await runtime.start(server) }
        try expect(error.log.contains { $0.contains("pg_control") }, "the error quotes the log: \(error)")
        try expect(try await runtime.state(of: server.id) == .stopped, "a server that failed to start is stopped")
        try expect(
            await runtime.logTail(of: server.id, lines: 50).contains { $0.contains("pg_control") },
            "its log is kept"
        )
        try await runtime.remove(server.id, mode: .immediate)
    }

    func checkMissingDataDirectoryFails() async throws {
        var server = try await specification()
        server.dataDirectory = directory.appending("nowhere")
        _ = try await expectFailure(.failedToStart) { try await runtime.start(server) }
    }

    func checkUnknownSettingFailsWithReason() async throws {
        let server = try await specification(settings: ["no_such_setting": "1"])
        let error = try await expectFailure(.failedToStart) { try await runtime.start(server) }
        try expect(error.log.contains { $0.contains("no_such_setting") }, "the error quotes the log: \(error)")
        var corrected = server
        corrected.settings["no_such_setting"] = nil
        try await runtime.start(corrected)
        try expect(try await value("SELECT 1", of: server) == "1", "a corrected server starts")
    }

    func checkTakenPortIsNamed() async throws {
        let server = try await specification(listenAddresses: ["127.0.0.1"])
        let listener = try Listener(port: server.port)
        let error = try await expectFailure(.portTaken) { try await runtime.start(server) }
        try expect(error.message.contains("\(server.port)"), "the error names the port: \(error)")
        listener.close()
        try await startOnceFree(server)
    }

    /// A process that was just being started may hold a copy of the closed socket until its program runs.
    private func startOnceFree(_ server: ServerSpecification) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while true {
            do { return try await runtime.start(server) } catch let error as RuntimeError
                where error.code == .portTaken && ContinuousClock.now < deadline
            {
                await Task.yield()
            }
        }
    }

    func checkOtherDataDirectoryIsRefused() async throws {
        let server = try await startedServer()
        var other = try await specification("b")
        other.id = server.id
        let wrong = other
        _ = try await expectFailure(.unavailable) { try await runtime.start(wrong) }
        try expect(try await value("SELECT 1", of: server) == "1", "the first server runs on")
    }
}

extension Data {
    fileprivate func write(to path: FilePath) throws {
        try write(to: URL(filePath: path.string))
        if let account = ClusterTemplate.account { chown(path.string, account.userID, account.groupID) }
    }
}
