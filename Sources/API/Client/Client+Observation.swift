public import FoundationEssentials

extension Client {
    /// Begins to observe a clone.
    public func startObservation(_ request: ObservationStartRequest) async throws -> ObservationSession {
        try await value(Route(.post, "/observation/start"), body: request)
    }

    /// Ends the observation of a clone, and tells what it found.
    public func stopObservation(_ request: ObservationStopRequest) async throws -> ObservationSession {
        try await value(Route(.post, "/observation/stop"), body: request)
    }

    /// The summary of a session that is over.
    public func observationSummary(clone: String, session: UInt64) async throws -> ObservationSummary {
        try await value(Route(.get, "/observation/summary/\(Route.segment(clone))/\(session)"))
    }

    /// The content of an artifact: JSON.
    public func observationArtifact(_ type: String, clone: String, session: UInt64) async throws -> Data {
        let query = [("artifact_type", type), ("clone_id", clone), ("session_id", "\(session)")]
        return try await send(Route(.get, "/observation/download", query: query.map { ($0.0, .some($0.1)) }))
    }
}
