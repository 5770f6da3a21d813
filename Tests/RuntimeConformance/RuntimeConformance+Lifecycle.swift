import FoundationEssentials
import Postgres
import Runtime
import SystemPackage

extension RuntimeLaboratory {
    func checkStartAcceptsConnections() async throws {
        let server = try await startedServer()
        try expect(try await value("SELECT 1", of: server) == "1", "a started server answers")
        try expect(try await runtime.state(of: server.id) == .running, "a started server is running")
    }

    func checkStartTwiceIsOneServer() async throws {
        let server = try await startedServer()
        let first = try await startTime(of: server)
        try await runtime.start(server)
        try expect(try await startTime(of: server) == first, "a second start changes nothing")
    }

    func checkStartsAtOnceAreOneServer() async throws {
        let server = try await specification()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 { group.addTask { try await makeRuntime().start(server) } }
            try await group.waitForAll()
        }
        try expect(try await value("SELECT 1", of: server) == "1", "one of the starts won, and all returned")
    }

    func checkServersDoNotMeet() async throws {
        let names = ["a", "b", "c"]
        let servers = try await withThrowingTaskGroup(of: ServerSpecification.self) { group in
            for name in names { group.addTask { try await startedServer(name) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for server in servers {
            let directory = try await value("SHOW data_directory", of: server)
            try expect(directory == server.dataDirectory.string, "each server has its own data")
        }
        try await runtime.remove(servers[0].id, mode: .immediate)
        try expect(try await value("SELECT 1", of: servers[1]) == "1", "removing one leaves the others alone")
    }

    func checkRemoveTwiceIsFine() async throws {
        let server = try await startedServer()
        try await runtime.remove(server.id, mode: .immediate)
        try await runtime.remove(server.id, mode: .immediate)
        try await runtime.remove(server.id, mode: .fast)
    }

    func checkRemovedServerIsUnknown() async throws {
        let server = try await startedServer()
        let process = try processID(of: server)
        try await runtime.remove(server.id, mode: .fast)
        try expect(!isRunning(process), "its process is gone when remove returns")
        try expect(try await runtime.state(of: server.id) == nil, "a removed server has no state")
        try expect(try await runtime.inventory().isEmpty, "a removed server is in no inventory")
        try expect(PostmasterFile(inDataDirectory: server.dataDirectory) == nil, "no postmaster.pid is left")
        try await runtime.start(server)
        try expect(try await value("SELECT 1", of: server) == "1", "its data can be started again")
    }

    func checkLoadsGrowWithWork() async throws {
        guard let runtime = runtime as? any LoadReporting else { return }
        let server = try await startedServer()
        let idle = try await startedServer("b")
        guard let before = try await runtime.loads()[server.id] else {
            throw Violation(description: "the load of a server that runs is told")
        }
        try expect(before.memory > 1 << 20, "a server takes memory")
        // What the session took counts also once it has ended.
        let session = try await connection(to: server)
        try await session.execute(
            "DO $$ BEGIN FOR i IN 1..5000000 LOOP END LOOP; END $$"
        )
        await session.close()
        // A process that ends while it is looked at counts a moment later, with its parent.
        let deadline = ContinuousClock.now + .seconds(60)
        while let now = try await runtime.loads()[server.id], now.processorTime <= before.processorTime {
            try expect(ContinuousClock.now < deadline, "work takes processor time")
            await Task.yield()
        }
        try await runtime.remove(idle.id, mode: .immediate)
        try expect(try await Set(runtime.loads().keys) == [server.id], "only servers that run are told of")
    }

    func checkUnknownServerHasNoState() async throws {
        guard let id = ServerID("unknown") else { return }
        try expect(try await runtime.state(of: id) == nil, "an unknown server has no state")
        try await runtime.remove(id, mode: .immediate)
        try expect(await runtime.logTail(of: id, lines: 10).isEmpty, "an unknown server has said nothing")
    }

    func checkInventoryListsOnlyOurs() async throws {
        let server = try await startedServer()
        let place = directory.appending("servers")
        try FileManager.default.createDirectory(
            atPath: place.appending("Not Ours").string,
            withIntermediateDirectories: true
        )
        try expect(try await runtime.inventory() == [server.id: .running], "the inventory lists our servers only")
    }

    func checkNextEngineFindsServers() async throws {
        let server = try await startedServer()
        let first = try await startTime(of: server)
        let next = try await makeRuntime()
        try expect(try await next.inventory() == [server.id: .running], "the next engine finds the server")
        try await next.start(server)
        try expect(try await startTime(of: server) == first, "the next engine starts no second one")
        try await next.remove(server.id, mode: .immediate)
        try expect(try await runtime.inventory().isEmpty, "the next engine removes it")
    }

    func checkKilledServerIsStopped() async throws {
        let server = try await startedServer()
        try await killServer(server)
        try expect(try await runtime.state(of: server.id) == .stopped, "a killed server is stopped")
        try expect(try await runtime.inventory() == [server.id: .stopped], "a killed server is not forgotten")
        try await runtime.start(server)
        try expect(try await runtime.state(of: server.id) == .running, "a killed server starts again")
    }

    func checkCommittedDataSurvivesKill() async throws {
        let server = try await startedServer()
        try await write(to: server)
        try await killServer(server)
        try await runtime.start(server)
        try expect(
            try await value("SELECT sum(a) FROM public.t", of: server) == "500500",
            "what was committed is there"
        )
    }

    func checkCommittedDataSurvivesImmediateEnd() async throws {
        let server = try await startedServer()
        try await write(to: server)
        try await runtime.remove(server.id, mode: .immediate)
        try await runtime.start(server)
        try expect(
            try await value("SELECT sum(a) FROM public.t", of: server) == "500500",
            "what was committed is there"
        )
    }

    func checkFastEndIsClean() async throws {
        let server = try await startedServer()
        try await write(to: server)
        try await runtime.remove(server.id, mode: .fast)
        let data = try await ControlData(
            ofDataDirectory: server.dataDirectory,
            installation: .find(forDataDirectory: server.dataDirectory, searchPaths: TestedPostgres.searchPaths),
            account: ClusterTemplate.account
        )
        try expect(data.isCleanlyShutDown, "a server that was ended with care needs no recovery")
    }

    private func write(to server: ServerSpecification) async throws {
        let connection = try await connection(to: server)
        try await connection.execute("CREATE TABLE public.t AS SELECT generate_series(1, 1000) AS a")
        await connection.close()
    }
}
