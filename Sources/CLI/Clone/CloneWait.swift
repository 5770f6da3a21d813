import API

/// Waits for the outcome of a request on a clone, by the engine's events.
struct CloneWait {
    private let client: Client
    private let connection: Connection
    private let end: ContinuousClock.Instant

    init(_ client: Client, _ connection: Connection) {
        self.client = client
        self.connection = connection
        end = .now + connection.timeout
    }

    /// Asks for a clone; the engine may go on with it although its answer is late.
    /// - Throws: what `request` throws, with the way to go on where that was late.
    func asked(for id: String?, _ request: () async throws -> Clone) async throws -> Clone {
        do { return try await request() } catch let error as ClientError {
            guard case .timedOut = error else { throw error }
            let way = id.map { "dblab clone status \($0)" } ?? "dblab clone list"
            throw CommandError.timedOut("\(error). The engine may go on with it: see \"\(way)\"")
        }
    }

    /// The clone once it is ready.
    /// - Throws: ``CommandError`` if it failed or the time is over.
    func created(_ clone: Clone) async throws -> Clone {
        let clone = try await settled(clone.id, from: clone, while: .creating)
        guard clone?.status.code == .ok, let clone else { throw Self.failure("create", clone) }
        return clone
    }

    /// The clone once it is reset.
    /// - Throws: ``CommandError`` if it failed or the time is over.
    func reset(_ id: String) async throws -> Clone {
        let clone = try await settled(id, from: nil, while: .resetting)
        guard clone?.status.code == .ok, let clone else { throw Self.failure("reset", clone) }
        return clone
    }

    /// Returns when the clone is gone.
    /// - Throws: ``CommandError`` if it failed or the time is over.
    func destroyed(_ id: String) async throws {
        if let clone = try await settled(id, from: nil, while: .deleting) { throw Self.failure("destroy", clone) }
    }

    /// The clone in the first state after `state`; `nil` if it is gone.
    private func settled(_ id: String, from clone: Clone?, while state: CloneStatus.Code) async throws -> Clone? {
        let current = if let clone { clone } else { try await find(id) }
        guard let current, current.status.code == state else { return current }
        let failure = CommandError.timedOut(
            "clone \"\(id)\" is still \(state.rawValue) after \(connection.timeout.wireText). "
                + "The engine goes on with it: see \"dblab clone status \(id)\", or raise --request-timeout"
        )
        let remaining = end - .now
        guard remaining > .zero else { throw failure }
        return try await withTimeLimit(remaining, failure: failure) { try await follow(id, while: state) }
    }

    /// Looks once the events flow, so that no change is missed, and again after each event.
    private func follow(_ id: String, while state: CloneStatus.Code) async throws -> Clone? {
        var events = client.events(subject: "clone:\(id)").makeAsyncIterator()
        try await events.connect()
        var clone = try await find(id)
        while clone?.status.code == state, try await events.next() != nil {
            clone = try await find(id)
        }
        return clone
    }

    private func find(_ id: String) async throws -> Clone? {
        do {
            return try await client.clone(id)
        } catch let error as APIError where error.isNotFound {
            return nil
        }
    }

    private static func failure(_ verb: String, _ clone: Clone?) -> CommandError {
        guard let clone else { return .failed("failed to \(verb) clone: it was removed meanwhile") }
        return .failed(
            "failed to \(verb) clone, unexpected status given. \(clone.status.code.rawValue): \(clone.status.message)"
        )
    }
}
