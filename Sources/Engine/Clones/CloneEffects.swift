import FoundationEssentials
import Logging
import Postgres
import Runtime
import Storage

/// Performs the steps of clones; each may be repeated at any time.
struct CloneEffects: Sendable {
    let catalog: Catalog
    let pools: Pools
    let runtime: any PostgresRuntime
    let livePolicy: Live<CloningPolicy>
    let metrics: Metrics
    var policy: CloningPolicy { livePolicy.value }

    func perform(_ step: CloneStep, on clone: Clone) async throws {
        switch step {
        case .createDataset: try await createDataset(of: clone)
        case .stopStaleServers: try await stopServers(of: clone, revisions: clone.staleRevisions)
        case .startServer: try await startServer(of: clone)
        case .provision: try await provision(clone)
        case .announce: try await announce(clone)
        case .removeStaleDatasets: try await removeStaleDatasets(of: clone)
        case .stopServer: try await stopServers(of: clone, revisions: clone.revision..<clone.revision + 1)
        case .removeDataset: try await driver(of: clone).removeDataset(clone.dataset(revision: clone.revision))
        case .forget: try catalog.deleteClone(clone.id, keeping: try catalog.committedDatasets(of: clone))
        case .reportLoss: throw Self.loss(of: clone)
        }
    }

    /// Writes the row into the dataset, from where a lost catalog can be rebuilt.
    ///
    /// Failing only costs that comfort.
    func mirror(_ clone: Clone) async {
        do {
            let directory = try await driver(of: clone).directory(of: clone.dataset(revision: clone.revision))
            try DatasetMirror.clone(clone).write(to: directory)
        } catch {
            Logger(label: "dblab.clones").debug("mirror not written: \(error)", metadata: ["clone": "\(clone.id)"])
        }
    }
}

extension CloneEffects {
    private func driver(of clone: Clone) throws -> any StorageDriver { try pools.pool(clone.pool).driver }

    private func createDataset(of clone: Clone) async throws {
        guard let snapshot = try catalog.snapshot(clone.snapshot) else { throw Self.noSnapshot(clone) }
        // The servers of earlier revisions are in the way of the next step, and end while the dataset is made.
        async let stopped: Void = stopServers(of: clone, revisions: clone.staleRevisions)
        let (driver, dataset) = (try driver(of: clone), try clone.dataset(revision: clone.revision))
        try await driver.createClone(dataset, of: snapshot.name)
        if policy.maxSpace > 0, let driver = driver as? any SpaceLimiting {
            // More than what it is stopped for, see SpaceLimit: whoever writes faster than that looks meets this wall.
            try await driver.limit(dataset, toGrowBy: policy.maxSpace + policy.maxSpace / 10)
        }
        try await stopped
    }

    private func startServer(of clone: Clone) async throws {
        guard let snapshot = try catalog.snapshot(clone.snapshot) else { throw Self.noSnapshot(clone) }
        let dataset = try await driver(of: clone).directory(of: clone.dataset(revision: clone.revision))
        try await runtime.start(
            ServerSpecification(
                id: clone.server(revision: clone.revision),
                dataDirectory: DatasetLayout.dataDirectory(in: dataset),
                port: clone.port,
                listenAddresses: policy.listenAddresses,
                settings: try await policy.serverSettings(of: clone, on: snapshot),
                isSandboxed: true,
                limits: policy.limits,
                isForeign: snapshot.origin != nil || clone.provisionedRevision == clone.revision
            )
        )
    }

    private func provisioning(of clone: Clone) throws -> CloneProvisioning {
        let administrator = Administrator(
            socketDirectory: runtime.socketDirectory(of: try clone.server(revision: clone.revision)),
            port: clone.port,
            user: policy.adminUser,
            // The first session in a database fills its caches: better ours than the user's.
            database: clone.database.isEmpty ? policy.adminDatabase : clone.database
        )
        return CloneProvisioning(clone: clone, administrator: administrator)
    }

    private func provision(_ clone: Clone) async throws {
        try await provisioning(of: clone).run()
        try catalog.noteClone(clone.id, event: "clone.ready") { row in
            // A reset asked for meanwhile has its own data to be provisioned.
            guard row.revision == clone.revision, row.intent == .running else { return }
            row.provisionedRevision = clone.revision
            row.phase = .ready
            row.failure = nil
            row.cloningTime = Date().timeIntervalSince(clone.requestedAt)
            metrics.observe(
                clone.isNew ? .cloneCreationDuration : .cloneResetDuration,
                seconds: max(0, row.cloningTime)
            )
        }
    }

    private func announce(_ clone: Clone) async throws {
        do { try await provisioning(of: clone).runIfMissing() } catch let error as PostgresError {
            // It serves: what its superuser did to it is not ours to judge.
            Logger(label: "dblab.clones").notice("role not looked for: \(error)", metadata: ["clone": "\(clone.id)"])
        }
        try catalog.noteClone(clone.id, event: "clone.ready") { row in
            guard row.revision == clone.revision, row.intent == .running else { return }
            row.phase = .ready
            row.failure = nil
        }
    }

    private func stopServers(of clone: Clone, revisions: Range<Int>) async throws {
        for revision in revisions {
            // Nobody will need these data: no time is spent on a clean end.
            try await runtime.remove(clone.server(revision: revision), mode: .immediate)
        }
    }

    private func removeStaleDatasets(of clone: Clone) async throws {
        let committed = try catalog.committedDatasets(of: clone)
        var kept: Set<String> = []
        for revision in clone.staleRevisions {
            let dataset = try clone.dataset(revision: revision)
            guard !committed.contains(dataset.description) else {
                kept.insert(dataset.description)
                continue
            }
            guard let pool = try? pools.pool(clone.pool(ofRevision: revision)) else { continue }
            try await pool.driver.removeDataset(dataset)
        }
        try catalog.clean(clone, keeping: kept)
    }

    private static func noSnapshot(_ clone: Clone) -> EngineError {
        EngineError(.notFound, "snapshot \"\(clone.snapshot)\" not found")
    }

    private static func loss(of clone: Clone) -> EngineError {
        EngineError(
            .failedPrecondition,
            "the data of clone \"\(clone.id)\" are not in pool \(clone.pool) any more",
            hint:
                "Bring its dataset clone-\(clone.uid)-r\(clone.revision) back and retry, or reset or destroy the clone."
        )
    }
}
