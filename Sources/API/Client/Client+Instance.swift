extension Client {
    /// The whole instance.
    public func status() async throws -> InstanceStatus {
        try await value(Route(.get, "/status"))
    }

    /// The engine's version; needs no token.
    public func version() async throws -> EngineVersion {
        try await value(Route(.get, "/healthz"))
    }

    /// Starts a full refresh.
    public func startRefresh() async throws -> Acknowledgement {
        try await value(Route(.post, "/full-refresh"))
    }

    /// Cancels the running refresh; not in DBLab.
    public func cancelRefresh() async throws -> Acknowledgement {
        try await value(Route(.post, "/full-refresh/cancel"))
    }

    /// Where the data comes from and how that goes.
    public func retrieval() async throws -> Retrieving {
        try await value(Route(.get, "/instance/retrieval"))
    }
}
