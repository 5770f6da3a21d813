extension Client {
    /// All clones, newest first.
    public func clones() async throws -> [Clone] {
        try await value(Route(.get, "/clones"))
    }

    /// One clone.
    public func clone(_ id: String) async throws -> Clone {
        try await value(Route(.get, "/clone/\(Route.segment(id))"))
    }

    /// Asks for a clone.
    ///
    /// With `wait` it answers when the clone is ready or failed, or after that time with its state then.
    public func createClone(_ request: CloneCreateRequest, wait: Duration? = nil) async throws -> Clone {
        try await value(Route(.post, "/clone", wait: wait), body: request)
    }

    /// Changes a clone's protection.
    public func updateClone(_ id: String, _ request: CloneUpdateRequest) async throws -> Clone {
        try await value(Route(.patch, "/clone/\(Route.segment(id))"), body: request)
    }

    /// Takes a clone back to a snapshot.
    ///
    /// With `wait` it answers when that is done or failed, or after that time.
    public func resetClone(_ id: String, _ request: CloneResetRequest = .init(), wait: Duration? = nil) async throws {
        try await send(Route(.post, "/clone/\(Route.segment(id))/reset", wait: wait), body: request)
    }

    /// Tries again what failed on a clone; not in DBLab.
    ///
    /// With `wait` it answers when that is done or failed, or after that time with the clone's state then.
    public func retryClone(_ id: String, wait: Duration? = nil) async throws -> Clone {
        try await value(Route(.post, "/clone/\(Route.segment(id))/retry", wait: wait))
    }

    /// Removes a clone.
    ///
    /// With `wait` it answers when the clone is gone or that failed, or after that time.
    public func destroyClone(_ id: String, wait: Duration? = nil) async throws {
        try await send(Route(.delete, "/clone/\(Route.segment(id))", wait: wait))
    }
}
