package import FoundationEssentials
import Postgres
package import Runtime

/// What users may ask of sessions of observation.
package struct ObservationService: Sendable {
    let catalog: Catalog
    let queue: WorkQueue<Int64>
    let store: ArtifactStore
    let feed: EventFeed
    let policy: CloningPolicy
    private let effects: ObservationEffects
    private static let mostAtOnce = 64

    package init(
        catalog: Catalog,
        runtime: any PostgresRuntime,
        policy: CloningPolicy,
        store: ArtifactStore,
        queue: WorkQueue<Int64>
    ) {
        self.catalog = catalog
        self.queue = queue
        self.store = store
        self.policy = policy
        feed = EventFeed(catalog: catalog)
        effects = ObservationEffects(catalog: catalog, runtime: runtime, policy: policy, store: store, mask: TextMask())
    }

    /// Begins a session, and answers once it runs.
    /// - Throws: ``EngineError`` `notFound`, or `failedPrecondition` if the clone or its database cannot be reached.
    package func start(_ request: ObservationRequest) async throws -> ObservationReport {
        let observation = try await requestStart(request)
        return try await report(observation.number) { $0.state != .starting }
    }

    /// Records the wish for a session.
    package func requestStart(_ request: ObservationRequest) async throws -> Observation {
        guard let clone = try catalog.clone(request.clone) else {
            throw Self.notFound("There is no clone \"\(request.clone)\".")
        }
        guard clone.intent == .running, clone.phase == .ready else {
            throw EngineError(.failedPrecondition, "clone is not ready", hint: "Wait until its status is OK.")
        }
        let database = [request.database, clone.database].first { !$0.isEmpty } ?? policy.adminDatabase
        try await check(database, of: clone)
        let draft = Observation(request, of: clone, database: database, now: Date())
        let observation = try catalog.insertObservation(draft, limit: Self.mostAtOnce)
        for other in try catalog.unfinishedObservations() { queue.put(other.number) }
        return observation
    }

    /// Ends the newest session of a clone, and answers with its result; one that is over already stays as it is.
    /// - Throws: ``EngineError`` `notFound`.
    package func stop(clone: Clone.ID, hasOverallError: Bool) async throws -> ObservationReport {
        let observation = try requestStop(clone: clone, hasOverallError: hasOverallError)
        return try await report(observation.number) { $0.state == .finished }
    }

    /// Records the wish that the newest session of a clone end.
    package func requestStop(clone: Clone.ID, hasOverallError: Bool) throws -> Observation {
        guard let observation = try catalog.lastObservation(of: clone) else {
            throw Self.notFound("There is no observation session of clone \"\(clone)\".")
        }
        try catalog.updateObservation(observation.number, event: "observation.finishing") { row in
            guard row.state != .finished else { return }
            row.hasOverallError = row.hasOverallError || hasOverallError
            row.conclude(because: nil, at: Date())
        }
        queue.put(observation.number)
        return observation
    }

    /// A session of a clone that is over.
    /// - Throws: ``EngineError`` `notFound`.
    package func report(clone: Clone.ID, session: Int64) throws -> ObservationReport {
        guard let observation = try catalog.observation(session), observation.clone == clone,
            observation.state == .finished
        else { throw Self.notFound("There is no finished session \(session) of clone \"\(clone)\".") }
        return ObservationReport(observation, intervals: try catalog.intervals(of: session))
    }

    /// The content of an artifact: JSON.
    /// - Throws: ``EngineError`` `notFound`, or `invalidArgument` in DBLab's words if there is no such type.
    package func artifact(_ name: String, clone: Clone.ID, session: Int64) throws -> Data {
        let type = try Self.artifactType(name)
        let report = try report(clone: clone, session: session)
        guard report.observation.artifacts.contains(name), let data = try store.read(type, of: session) else {
            throw Self.notFound("Session \(session) has no artifact \"\(name)\".")
        }
        return data
    }

    /// - Throws: ``EngineError`` `invalidArgument` in DBLab's words.
    package static func artifactType(_ name: String) throws -> ArtifactType {
        guard let type = ArtifactType(rawValue: name) else {
            throw EngineError(
                .invalidArgument,
                "artifact \"\(name.prefix(80))\" is not available to download",
                hint: "Name one of: \(ArtifactType.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        return type
    }
}

extension ObservationService {
    private func check(_ database: String, of clone: Clone) async throws {
        do {
            try await effects.connected(to: clone, database: database) { _ in }
        } catch let error as PostgresError {
            throw EngineError(
                .failedPrecondition,
                "cannot connect to database: \(error.message)",
                hint: "Give a `db_name` that exists in the clone."
            )
        }
    }

    private func report(_ id: Int64, once isDone: @escaping @Sendable (Observation) -> Bool) async throws
        -> ObservationReport
    {
        let found = try await feed.first(within: .seconds(180)) { [catalog] () -> ObservationReport? in
            guard let observation = try catalog.observation(id) else { throw Self.notFound("Session \(id) is gone.") }
            guard isDone(observation) else { return nil }
            return ObservationReport(observation, intervals: try catalog.intervals(of: id))
        }
        guard let found else {
            throw EngineError(.timedOut, "session \(id) did not get on in time", hint: "Look into the server's log.")
        }
        return found
    }

    private static func notFound(_ detail: String) -> EngineError {
        EngineError(.notFound, "Requested object does not exist. Specify your request.", detail: detail)
    }
}
