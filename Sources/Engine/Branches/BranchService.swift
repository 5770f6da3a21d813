import FoundationEssentials

/// What users may ask of branches, and of snapshots of their clones.
package struct BranchService: Sendable {
    package let catalog: Catalog
    let clones: WorkQueue<Clone.ID>
    let snapshots: WorkQueue<Snapshot.ID>
    let feed: EventFeed

    /// All branches, by name.
    package func branches() throws -> [Branch] { try catalog.branches() }

    /// One branch.
    /// - Throws: ``EngineError`` `notFound` in DBLab's words.
    package func branch(_ name: String) throws -> Branch {
        guard let branch = try catalog.branch(name) else {
            throw EngineError(.notFound, "branch not found: \(name.prefix(255))")
        }
        return branch
    }

    /// Creates a branch at a snapshot, or at the head of another branch.
    /// - Throws: ``EngineError`` `invalidArgument`, `alreadyExists`, `notFound`.
    package func create(_ request: BranchRequest) throws -> Branch {
        try request.check()
        return try catalog.insertBranch(request)
    }

    /// Changes a branch's protection or scheduled deletion.
    /// - Throws: ``EngineError`` `notFound`, and what `change` throws.
    package func update(_ name: String, _ change: (inout Branch) throws -> Void) throws -> Branch {
        _ = try branch(name)
        try catalog.updateBranch(name, event: "branch.updated") { branch in
            try change(&branch)
            guard name != Branch.main || branch.deleteAt == nil else {
                throw EngineError(.invalidArgument, "cannot delete default branch: \(name)")
            }
        }
        return try branch(name)
    }

    /// Deletes a branch with the snapshots that are its own; their space is freed in the background.
    /// - Throws: ``EngineError`` `invalidArgument`, `notFound`, `failedPrecondition` (protected), `inUse`.
    package func delete(_ name: String) throws {
        guard BranchRequest.isValid(name) else { throw EngineError(.invalidArgument, "invalid branch name") }
        guard name != Branch.main else {
            throw EngineError(.invalidArgument, "cannot delete default branch: \(name)")
        }
        _ = try branch(name)
        for id in try catalog.deleteBranch(name) { snapshots.put(id) }
    }

    /// Takes a snapshot of a clone while it serves, and answers when it is there.
    /// - Parameter isCommit: whether the branch ends at it from then on.
    /// - Throws: ``EngineError`` `notFound`, `failedPrecondition`, `timedOut`, `internalError`.
    package func takeSnapshot(of clone: Clone.ID, message: String, isCommit: Bool) async throws -> Snapshot {
        let pending = try catalog.requestSnapshot(of: clone, message: message, isCommit: isCommit)
        clones.put(clone)
        let outcome = try await feed.first(within: .seconds(3600)) { [catalog] () -> Outcome? in
            // The wish first: once it is gone, the snapshot has taken its place, and cannot do so between two looks.
            if let wish = try catalog.pendingSnapshot(pending.id) { return wish.failure.map { .refused($0) } }
            return try catalog.snapshot(pending.id).map { .taken($0) } ?? .refused("it is gone again")
        }
        switch outcome {
        case .taken(let snapshot): return snapshot
        case .refused(let reason):
            try catalog.forget(pending)
            throw EngineError(.internalError, "failed to create a snapshot: \(reason)")
        case nil: throw EngineError(.timedOut, "the snapshot \(pending.id) is still being taken")
        }
    }

    private enum Outcome { case taken(Snapshot), refused(String) }
}

extension SnapshotService {
    /// What users may ask of branches.
    package var branches: BranchService {
        BranchService(catalog: catalog, clones: clones.queue, snapshots: queue, feed: feed)
    }
}
