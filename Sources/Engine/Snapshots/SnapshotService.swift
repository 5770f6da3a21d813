import FoundationEssentials

/// What users may ask of snapshots.
package struct SnapshotService: Sendable {
    package let catalog: Catalog
    let queue: WorkQueue<Snapshot.ID>
    let clones: CloneService
    let feed: EventFeed
    /// The longest protection, in minutes; 0 for no limit.
    package var protectionMaxMinutes: Int { liveMaximum.value }
    private let liveMaximum: Live<Int>

    package init(
        catalog: Catalog,
        queue: WorkQueue<Snapshot.ID>,
        clones: CloneService,
        protectionMaxMinutes: Int = 0
    ) {
        self.init(catalog: catalog, queue: queue, clones: clones, protectionMaxMinutes: Live(protectionMaxMinutes))
    }

    package init(
        catalog: Catalog,
        queue: WorkQueue<Snapshot.ID>,
        clones: CloneService,
        protectionMaxMinutes: Live<Int>
    ) {
        liveMaximum = protectionMaxMinutes
        self.catalog = catalog
        self.queue = queue
        self.clones = clones
        feed = EventFeed(catalog: catalog)
    }

    /// Snapshots that users see, the newest first; of a branch those that are its own, and its head.
    package func snapshots(branch: String? = nil, pool: String? = nil) throws -> [Snapshot] {
        let head = try branch.flatMap { try catalog.branch($0)?.head }
        return try catalog.snapshots().filter {
            $0.intent == .present && (branch == nil || $0.branch == branch || $0.id == head)
                && (pool == nil || $0.pool == pool)
        }
    }

    /// One snapshot.
    /// - Throws: ``EngineError`` `notFound`.
    package func snapshot(_ id: Snapshot.ID) throws -> Snapshot {
        guard let snapshot = try catalog.snapshot(id), snapshot.intent == .present else {
            throw EngineError(.notFound, "snapshot \"\(id)\" not found")
        }
        return snapshot
    }

    /// Changes a snapshot's protection or scheduled deletion.
    package func update(_ id: Snapshot.ID, _ change: (inout Snapshot) throws -> Void) throws -> Snapshot {
        _ = try snapshot(id)
        try catalog.updateSnapshot(id, event: "snapshot.updated", change)
        return try snapshot(id)
    }

    /// Deletes a snapshot and waits until it is gone.
    ///
    /// With `force` the unprotected clones of it go first, and the snapshots that were taken of clones of it with it.
    /// - Returns: what else went, for its user to see.
    /// - Throws: ``EngineError`` `failedPrecondition` (protected), `inUse`, `timedOut`.
    @discardableResult
    package func delete(_ id: Snapshot.ID, force: Bool) async throws -> [String] {
        var clonesGone: [Clone.ID] = []
        // One whose removal failed may be asked to go again.
        if try catalog.snapshot(id)?.intent != .absent {
            _ = try snapshot(id)
            if force { clonesGone = try await destroyDependents(of: id) }
        }
        let ids = try catalog.requestSnapshotDeletion(id, force: force)
        for id in ids { queue.put(id) }
        try await waitUntilGone(id)
        return clonesGone.map { "clone \($0)" } + ids.filter { $0 != id }.map { "snapshot \($0)" }
    }

    private func waitUntilGone(_ id: Snapshot.ID) async throws {
        let outcome = try await feed.first(within: .seconds(60)) { [catalog] () -> Outcome? in
            guard let row = try catalog.snapshot(id) else { return .gone }
            return row.failure.map { .failed($0) }
        }
        switch outcome {
        case .gone: return
        case .failed(let reason): throw EngineError(.internalError, "cannot delete snapshot \(id): \(reason)")
        case nil: throw EngineError(.timedOut, "snapshot \(id) is still being deleted")
        }
    }

    private enum Outcome { case gone, failed(String) }

    private func destroyDependents(of id: Snapshot.ID) async throws -> [Clone.ID] {
        let dependents = try catalog.dependents(of: id).clones
        for clone in dependents { try clones.destroy(clone.id) }
        for clone in dependents { _ = try await clones.settled(clone.id, within: .seconds(60)) }
        return dependents.map(\.id)
    }
}
