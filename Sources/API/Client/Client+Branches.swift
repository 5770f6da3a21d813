extension Client {
    /// All branches, by name.
    public func branches() async throws -> [Branch] {
        try await value(Route(.get, "/branches"))
    }

    /// Creates a branch at the head of another, or at a snapshot.
    public func createBranch(_ request: BranchCreateRequest) async throws -> BranchName {
        try await value(Route(.post, "/branch"), body: request)
    }

    /// Changes a branch's protection or time of removal.
    public func updateBranch(_ name: String, _ request: SnapshotUpdate) async throws -> Branch {
        try await value(Route(.patch, "/branch/\(Route.segment(name))"), body: request)
    }

    /// Removes a branch with the snapshots that are its own.
    public func deleteBranch(_ name: String) async throws -> Acknowledgement {
        try await value(Route(.delete, "/branch/\(Route.segment(name))"))
    }

    /// The snapshots of a branch and all before them, its head first.
    public func branchLog(_ name: String) async throws -> [SnapshotDetails] {
        try await value(Route(.get, "/branch/\(Route.segment(name))/log"))
    }

    /// Takes a snapshot of a running clone, at which its branch ends from then on.
    public func commit(_ request: CommitRequest) async throws -> Commit {
        try await value(Route(.post, "/branch/snapshot"), body: request)
    }

    /// One snapshot as part of the graph.
    public func snapshotDetails(_ id: String) async throws -> SnapshotDetails {
        try await value(Route(.get, "/branch/snapshot/\(Route.snapshot(id))"))
    }
}
