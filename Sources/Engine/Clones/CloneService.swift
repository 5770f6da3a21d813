import FoundationEssentials
import Postgres
package import Storage

/// What users may ask of clones.
///
/// It checks and records wishes; the reconciler fulfils them.
package struct CloneService: Sendable {
    package let catalog: Catalog
    private let livePolicy: Live<CloningPolicy>
    let feed: EventFeed
    let queue: WorkQueue<Clone.ID>
    /// Why clones run without a sandbox, see ``PostgresRuntime/sandboxGap``; superusers then get none.
    package var sandboxGap: String?
    /// What was last measured of a pool; `nil` if nothing was.
    package var space: @Sendable (_ pool: String) -> PoolSpace? = { _ in nil }

    package init(catalog: Catalog, policy: CloningPolicy, queue: WorkQueue<Clone.ID>) {
        self.init(catalog: catalog, policy: Live(policy), queue: queue)
    }

    package init(catalog: Catalog, policy: Live<CloningPolicy>, queue: WorkQueue<Clone.ID>) {
        self.catalog = catalog
        livePolicy = policy
        self.queue = queue
        feed = EventFeed(catalog: catalog)
    }

    /// What the operator allows at present.
    package var policy: CloningPolicy { livePolicy.value }

    /// All clones, the newest first.
    package func clones() throws -> [Clone] { try catalog.clones() }

    /// One clone.
    /// - Throws: ``EngineError`` `notFound`.
    package func clone(_ id: Clone.ID) throws -> Clone {
        guard let clone = try catalog.clone(id) else { throw Self.notFound }
        return clone
    }

    /// Records the wish for a new clone of the given snapshot, or of the latest one (of the branch, if given).
    /// - Throws: ``EngineError`` `alreadyExists`, `notFound`, `exhausted`, `failedPrecondition`.
    package func create(_ request: CloneRequest) throws -> Clone {
        try checkPower(of: request)
        let snapshot = try snapshot(for: request)
        try check(request.settings, for: snapshot)
        try checkSpace(of: snapshot.pool)
        let clone = try catalog.insertClone(request, of: snapshot.id, policy: policy)
        queue.put(clone.id)
        return clone
    }

    /// Who is there already needs the room to go on, and to go away.
    private func checkSpace(of pool: String) throws {
        guard policy.reserve > 0, let free = space(pool)?.free, free < policy.reserve else { return }
        throw EngineError(
            .exhausted,
            "pool \"\(pool)\" has \(SpaceNeed.text(free)) free, less than its reserve of \(SpaceNeed.text(policy.reserve))",
            hint: "Destroy clones or delete snapshots, give the pool more room, or lower poolManager.reserve."
        )
    }

    /// A superuser runs programs: that must not reach the machine.
    private func checkPower(of request: CloneRequest) throws {
        guard let sandboxGap, !request.isRestricted else { return }
        throw EngineError(
            .failedPrecondition,
            "the user of a clone is a superuser in it, and the engine has no sandbox for that: \(sandboxGap)",
            hint: "Or ask for a restricted clone, or allow it by `provision.sandbox: false`."
        )
    }

    /// Changes a clone's protection or scheduled deletion.
    /// - Throws: ``EngineError`` `notFound`, `invalidArgument`.
    package func update(_ id: Clone.ID, _ change: LifetimeChange) throws -> Clone {
        let (lease, limit) = (policy.protectionLeaseMinutes, policy.protectionMaxMinutes)
        let life = LongestLife(minutes: policy.maxLifetimeMinutes)
        let clone = try catalog.updateClone(id, event: "clone.updated") {
            try change.apply(to: &$0, lease: lease, limit: limit)
            try life?.bound($0.isProtected, until: &$0.protectedUntil, &$0.deleteAt, madeAt: $0.createdAt)
        }
        guard let clone else { throw Self.notFound }
        // The mirror in its dataset is to say the same.
        queue.put(id)
        return clone
    }

    /// Brings a clone back to a first state: of its own snapshot, a given one or the latest.
    ///
    /// Identity, port, user and password stay. A reset asked for while another one runs replaces it.
    package func reset(_ id: Clone.ID, to target: ResetTarget) throws -> Clone {
        guard let clone = try catalog.resetClone(id, to: try snapshot(for: target, of: try clone(id))?.id) else {
            throw Self.notFound
        }
        queue.put(id)
        return clone
    }

    /// Records the wish that a clone be gone; asking twice is fine.
    /// - Throws: ``EngineError`` `failedPrecondition` if it is protected and works.
    package func destroy(_ id: Clone.ID) throws {
        let clone = try catalog.updateClone(id, event: "clone.deleting") { clone in
            guard clone.phase == .failed || clone.intent == .absent || !clone.isProtected(at: Date()) else {
                throw EngineError(
                    .failedPrecondition,
                    "clone is protected",
                    hint: "Unprotect clone \"\(id)\" first."
                )
            }
            clone.intent = .absent
            clone.phase = .deleting
            clone.failure = nil
        }
        guard clone != nil else { throw Self.notFound }
        queue.put(id)
    }

    /// Tries once more what failed for a clone.
    package func retry(_ id: Clone.ID) throws -> Clone {
        let clone = try catalog.updateClone(id, event: "clone.retrying") { clone in
            guard clone.failure != nil else { return }
            clone.failure = nil
            clone.phase = clone.intent == .absent ? .deleting : .pending
            clone.requestedAt = Date()
        }
        guard let clone else { throw Self.notFound }
        queue.put(id)
        return clone
    }

    /// Waits until nothing more happens to a clone by itself, at most `limit`.
    /// - Returns: the clone as it is then; `nil` once it is gone.
    package func settled(_ id: Clone.ID, within limit: Duration) async throws -> Clone? {
        let look: @Sendable () throws -> Clone?? = { [catalog] in
            guard let clone = try catalog.liveClone(id) else { return .some(nil) }
            return clone.phase == .ready || clone.phase == .failed ? .some(clone) : nil
        }
        if let settled = try await feed.first(within: limit, look) { return settled }
        return try catalog.clone(id)
    }
}

extension CloneService {
    /// The snapshot that a clone is to be made of.
    func snapshot(for request: CloneRequest) throws -> Snapshot {
        try request.snapshot.map { try knownSnapshot($0) } ?? latestSnapshot(branch: request.branch)
    }

    private func latestSnapshot(branch: String?) throws -> Snapshot {
        if let snapshot = try catalog.latestSnapshot(branch: branch) { return snapshot }
        if let branch, try catalog.branch(branch) == nil {
            throw EngineError(.notFound, "branch not found", detail: "There is no branch \"\(branch)\".")
        }
        throw EngineError(
            .failedPrecondition,
            "no available snapshots",
            hint: "Wait for the first data refresh to finish, or start one."
        )
    }

    /// What a clone is to be brought back to; `nil` for its own.
    func snapshot(for target: ResetTarget, of clone: Clone) throws -> Snapshot? {
        switch target {
        case .sameSnapshot: return nil
        // Not what somebody else committed to another branch, whatever its time.
        case .latestSnapshot: return try latestSnapshot(branch: clone.branch)
        case .snapshot(let id): return try knownSnapshot(id)
        }
    }

    private func knownSnapshot(_ id: Snapshot.ID) throws -> Snapshot {
        guard let snapshot = try catalog.snapshot(id), snapshot.intent == .present else {
            throw EngineError(.notFound, "snapshot \"\(id)\" not found")
        }
        return snapshot
    }

    /// Refuses settings with which the server would not start, as far as the golden server knew them.
    private func check(_ settings: [String: String], for snapshot: Snapshot) throws {
        guard !settings.isEmpty else { return }
        do {
            let known = try catalog.settingsCatalog(major: snapshot.postgresVersion)
            _ = try CloneConfiguration(name: "", extra: settings, catalog: known)
        } catch let error as SettingError {
            throw EngineError(.invalidArgument, "invalid setting `extra_conf.\(error.name)`: \(error)")
        }
    }

    private static var notFound: EngineError { EngineError(.notFound, "clone not found") }

}

/// What a clone is brought back to.
package enum ResetTarget: Sendable, Equatable {
    case sameSnapshot, latestSnapshot
    case snapshot(Snapshot.ID)
}
