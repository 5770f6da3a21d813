import FoundationEssentials
import Logging
import Postgres

extension ObservationEffects {
    private static let mostRows = 5000

    /// The last look, then the artifacts, then the end; what cannot be had is left out.
    func collect(_ observation: Observation, of clone: Clone?) async throws {
        try await sample(observation, of: clone)
        try Failpoints.hit("observation.sampled.after")
        var facts = try catalog.observation(observation.number)?.facts ?? observation.facts
        var files: [ArtifactType: Data] = [:]
        if let clone, observation.isObservable(clone) {
            do {
                files = try await connected(to: clone, database: observation.database) { connection in
                    facts = try await Self.measured(facts, by: connection)
                    return try await artifacts(by: connection)
                }
            } catch let error as PostgresError {
                Self.logger.notice("statistics of clone \(clone.id) not collected: \(error)")
            }
        }
        files[.logErrors] = try Self.encoded(facts.errors)
        files[.longQueries] = try Self.encoded(facts.queries)
        let kept = ArtifactType.allCases.filter { (files[$0]?.count ?? .max) <= store.fileLimit }
        for type in kept { try files[type].map { try store.write($0, as: type, of: observation.number) } }
        facts.artifactBytes = kept.reduce(0) { $0 + (files[$1]?.count ?? 0) }
        try Failpoints.hit("observation.written.after")
        try catalog.updateObservation(observation.number, event: "observation.finished") { [facts] row in
            row.state = .finished
            row.facts = facts
            row.artifacts = kept.map(\.rawValue)
        }
    }

    private static func encoded(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }

    private static func measured(_ facts: ObservationFacts, by connection: Connection) async throws -> ObservationFacts
    {
        var facts = facts
        if let text = try await connection.query(ObservationQuery.databaseSize).first?.first ?? nil {
            facts.finalSize = Int(text) ?? 0
        }
        let sums = try await connection.query(ObservationQuery.objectSizeSums).first?.map { Int($0 ?? "") ?? 0 } ?? []
        if sums.count == 6 {
            facts.objects.count = sums[0]
            facts.objects.rows = sums[1]
            facts.objects.total = sums[2]
            facts.objects.tables = sums[3]
            facts.objects.indexes = sums[4]
            facts.objects.toast = sums[5]
        }
        if let schema = try await schema(of: "pg_stat_statements", by: connection) {
            let time = connection.serverVersion >= 130_000 ? "max_exec_time + max_plan_time" : "max_time"
            let rows = try await connection.query("SELECT max(\(time)) / 1000 FROM \(schema).pg_stat_statements")
            facts.longestStatement = (rows.first?.first ?? nil).flatMap(Double.init)
        }
        return facts
    }

    private func artifacts(by connection: Connection) async throws -> [ArtifactType: Data] {
        var files: [ArtifactType: Data] = [:]
        for type in ArtifactType.allCases {
            do {
                guard let query = try await Self.query(for: type, by: connection) else { continue }
                let rows = try await connection.query(ObservationQuery.json(query, rows: Self.mostRows))
                guard let text = rows.first?.first ?? nil else { continue }
                files[type] = Data(text.utf8)
            } catch let error as PostgresError {
                Self.logger.debug("artifact \(type.rawValue) left out: \(error)")
            }
        }
        return files
    }

    /// What to ask for an artifact; `nil` if this server does not know it.
    private static func query(for type: ArtifactType, by connection: Connection) async throws -> String? {
        switch type {
        case .logErrors, .longQueries: return nil
        case .objectsSize: return type.query
        case .statStatements, .statKernel:
            return try await schema(of: type.rawValue, by: connection).map { "SELECT * FROM \($0).\(type.rawValue)" }
        default:
            let exists = try await connection.query(ObservationQuery.exists, [type.rawValue]).first?.first == "t"
            return exists ? type.query : nil
        }
    }
}
