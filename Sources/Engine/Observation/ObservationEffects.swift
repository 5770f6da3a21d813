import FoundationEssentials
import Logging
import Postgres
import Runtime

/// Performs the steps of sessions; each may be repeated at any time.
struct ObservationEffects: Sendable {
    let catalog: Catalog
    let runtime: any PostgresRuntime
    let policy: CloningPolicy
    let store: ArtifactStore
    let mask: TextMask
    static let logger = Logger(label: "dblab.observation")

    func perform(_ step: ObservationStep, on observation: Observation, of clone: Clone?) async throws {
        switch step {
        case .prepare: try await prepare(observation, of: clone)
        case .sample: try await sample(observation, of: clone)
        case .conclude: try conclude(observation, of: clone)
        case .collect: try await collect(observation, of: clone)
        }
    }

    /// Runs `body` with a session in the observed database that waits for nobody.
    func connected<Value: Sendable>(
        to clone: Clone,
        database: String,
        _ body: (Connection) async throws -> Value
    ) async throws -> Value {
        let administrator = Administrator(
            socketDirectory: runtime.socketDirectory(of: try clone.server(revision: clone.revision)),
            port: clone.port,
            user: policy.adminUser,
            database: database
        )
        return try await administrator.connected { connection in
            try await connection.execute("SET statement_timeout = '20s'; SET lock_timeout = '2s'")
            return try await body(connection)
        }
    }

    private func prepare(_ observation: Observation, of clone: Clone?) async throws {
        guard let clone else { return }
        try store.prepare(observation.number)
        var facts = ObservationFacts()
        facts.logOffset = try logLength(of: clone)
        facts.initialSize = try await connected(to: clone, database: observation.database) { connection in
            try await Self.resetStatistics(by: connection)
            return Int(try await connection.query(ObservationQuery.databaseSize).first?.first.flatMap { $0 } ?? "") ?? 0
        }
        try catalog.updateObservation(observation.number, event: "observation.started") { [facts] row in
            guard row.state == .starting else { return }
            row.state = .running
            row.startedAt = Date()
            row.facts = facts
        }
    }

    private static func resetStatistics(by connection: Connection) async throws {
        try await connection.execute("SELECT pg_stat_reset(); SELECT pg_stat_reset_shared('bgwriter')")
        guard let schema = try await schema(of: "pg_stat_statements", by: connection) else { return }
        try await connection.execute("SELECT \(schema).pg_stat_statements_reset()")
    }

    /// The quoted schema of an extension that can be asked; `nil` if there is none.
    static func schema(of name: String, by connection: Connection) async throws -> String? {
        try await connection.query(ObservationQuery.schemaOfExtension, [name]).first?.first ?? nil
    }

    private func conclude(_ observation: Observation, of clone: Clone?) throws {
        let reason = observation.isObservable(clone) ? Observation.timeIsOver : Observation.cloneIsLost
        try catalog.updateObservation(observation.number, event: "observation.finishing") {
            $0.conclude(because: reason, at: Date())
        }
    }
}

extension ObservationEffects {
    private func logLength(of clone: Clone) throws -> Int {
        guard let runtime = runtime as? any LogReading else { return 0 }
        return try runtime.logLength(of: try clone.server(revision: clone.revision))
    }

    /// One look; a server that cannot be asked now is asked at the next.
    func sample(_ observation: Observation, of clone: Clone?) async throws {
        guard let clone, observation.isObservable(clone) else { return }
        var facts = observation.facts
        do { try readLog(of: clone, into: &facts) } catch {
            Self.logger.notice("log of clone \(clone.id) not read: \(error)")
        }
        if let last = observation.sampledAt, case let pause = Date().timeIntervalSince(last), pause > 30 {
            facts.blindSeconds += pause
        }
        var sample = ObservationSample(at: Date())
        do {
            sample = try await look(at: clone, observation)
        } catch let error as PostgresError {
            Self.logger.debug("clone \(clone.id) not looked at: \(error)")
        }
        facts.add(sample.queries)
        sample.at = observation.finishedAt ?? sample.at
        try catalog.record(sample, facts, in: observation.number)
    }

    private func look(at clone: Clone, _ observation: Observation) async throws -> ObservationSample {
        let limit = String(observation.settings.maxLockDuration)
        let row = try await connected(to: clone, database: observation.database) { connection in
            try await connection.query(ObservationQuery.sample, [limit]).first ?? []
        }
        let json = row.count > 1 ? row[1] : nil
        var queries = try json.map { try JSONDecoder().decode([ObservedQuery].self, from: Data($0.utf8)) } ?? []
        for index in queries.indices { queries[index].query = mask.masked(queries[index].query) }
        let locks = (row.first ?? nil) ?? ""
        return ObservationSample(at: Date(), locks: mask.masked(locks), queries: queries)
    }

    /// Counts the errors that came since the last look; a flood is read on at the next.
    private func readLog(of clone: Clone, into facts: inout ObservationFacts) throws {
        guard let runtime = runtime as? any LogReading else { return }
        let server = try clone.server(revision: clone.revision)
        for _ in 0..<64 {
            let (lines, offset) = try runtime.log(of: server, after: facts.logOffset)
            guard offset != facts.logOffset else { return }
            facts.logOffset = offset
            for line in lines {
                guard var error = ServerLogLine.error(in: line) else { continue }
                error.message = mask.masked(error.message)
                facts.add(error)
            }
        }
    }
}
