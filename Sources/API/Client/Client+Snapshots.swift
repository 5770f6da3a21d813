extension Client {
    /// All snapshots, newest first, of a branch and a pool if given.
    public func snapshots(branch: String? = nil, pool: String? = nil) async throws -> [Snapshot] {
        try await value(Route(.get, "/snapshots", query: [("branch", branch), ("dataset", pool)]))
    }

    /// One snapshot.
    public func snapshot(_ id: String) async throws -> Snapshot {
        try await value(Route(.get, "/snapshot/\(Route.snapshot(id))"))
    }

    /// Takes a snapshot of a pool's data, or of a clone if the request names one.
    public func createSnapshot(_ request: SnapshotCreateRequest = .init()) async throws -> Snapshot {
        try await value(Route(.post, request.cloneID == nil ? "/snapshot" : "/snapshot/clone"), body: request)
    }

    /// Changes a snapshot's protection or time of removal.
    public func updateSnapshot(_ id: String, _ request: SnapshotUpdate) async throws -> Snapshot {
        try await value(Route(.patch, "/snapshot/\(Route.snapshot(id))"), body: request)
    }

    /// Removes a snapshot; with `force` also the unprotected clones of it.
    public func deleteSnapshot(_ id: String, force: Bool = false) async throws -> Acknowledgement {
        let query: [(name: String, value: String?)] = [("force", force ? "true" : nil)]
        return try await value(Route(.delete, "/snapshot/\(Route.snapshot(id))", query: query))
    }
}
