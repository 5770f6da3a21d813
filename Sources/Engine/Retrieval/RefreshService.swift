import FoundationEssentials
import Logging
package import Runtime
import ServiceLifecycle
import Storage
package import Tooling

/// Runs refreshes, one at a time, each into a new dataset.
///
/// The last good snapshot and all clones stay as they are whatever becomes of a refresh.
package struct RefreshService: Service {
    let catalog: Catalog
    let pools: Pools
    let runtime: any PostgresRuntime
    let account: Account?
    let plan: Live<RetrievalPlan>
    let replicas: Replicas?
    var stages: [any RetrievalStage] { plan.value.stages }
    var policy: RefreshPolicy { plan.value.policy }
    let desk = RefreshDesk()
    /// Called after each refresh that ended well.
    let didFinish: @Sendable () -> Void
    let logger = Logger(label: "dblab.refresh")

    package init(
        catalog: Catalog,
        pools: Pools,
        runtime: any PostgresRuntime,
        account: Account?,
        stages: [any RetrievalStage],
        policy: RefreshPolicy = RefreshPolicy(),
        didFinish: @escaping @Sendable () -> Void = {}
    ) {
        self.init(
            catalog: catalog,
            pools: pools,
            runtime: runtime,
            account: account,
            plan: Live(RetrievalPlan(stages: stages, policy: policy)),
            didFinish: didFinish
        )
    }

    package init(
        catalog: Catalog,
        pools: Pools,
        runtime: any PostgresRuntime,
        account: Account?,
        plan: Live<RetrievalPlan>,
        replicas: Replicas? = nil,
        didFinish: @escaping @Sendable () -> Void = {}
    ) {
        self.catalog = catalog
        self.pools = pools
        self.runtime = runtime
        self.account = account
        self.plan = plan
        self.replicas = replicas
        self.didFinish = didFinish
    }

    /// Begins a refresh, unless one is in progress.
    /// - Parameter reason: for the record: `api`, `schedule`, `start`, `retry`.
    /// - Parameter pool: the one to fill; by default the one whose turn it is.
    /// - Parameter isFull: whether production is copied anew also where a standby has its data.
    /// - Throws: ``EngineError`` `failedPrecondition` in DBLab's words.
    @discardableResult
    package func start(
        reason: String = "api",
        pool: String? = nil,
        attempt: Int = 1,
        isFull: Bool = false
    ) throws -> Refresh {
        guard !stages.isEmpty else {
            throw EngineError(
                .failedPrecondition,
                "Data retrieving suspended because Retrieval state is pending",
                hint: "Name the jobs in retrieval.jobs of server.yml, or configure them by \"dblab local-install\"."
            )
        }
        try recordEnds()
        do {
            let refresh = try catalog.insertRefresh(
                Refresh(pool: pool ?? nextPool(isFull: isFull), attempts: attempt, isFull: isFull),
                reason: reason
            )
            desk.put(refresh)
            return refresh
        } catch let error as EngineError {
            if reason == "schedule" { try noteSkip(error.message) }
            throw error
        }
    }

    /// Ends the refresh in progress; its dataset goes, everything else stays.
    /// - Throws: ``EngineError`` `failedPrecondition` if there is none.
    package func cancel() throws {
        guard let refresh = try catalog.runningRefresh() else {
            throw EngineError(.failedPrecondition, "no refresh is in progress")
        }
        desk.cancel(refresh.id ?? 0)
    }

    /// Clears what an earlier engine left, begins the refresh that is due, then serves requests.
    package func run() async throws {
        try await recover()
        let changes = plan.changes()
        try startIfDue()
        try await withThrowingDiscardingTaskGroup { group in
            group.addTask { await self.startWhenConfigured(changes) }
            for await refresh in desk.requests.cancelOnGracefulShutdown() {
                guard let delay = try await serve(refresh) else { continue }
                group.addTask { await retry(refresh, after: delay) }
            }
            group.cancelAll()
        }
    }

    /// An engine that waits for its configuration begins as soon as that comes.
    private func startWhenConfigured(_ changes: AsyncStream<Void>) async {
        for await _ in changes.cancelOnGracefulShutdown() {
            do {
                try startIfDue()
            } catch let error as EngineError where error.code == .failedPrecondition {
                // Whoever changed the configuration has begun one already.
                logger.debug("no refresh after a change of configuration: \(error)")
            } catch {
                logger.warning("no refresh after a change of configuration: \(error)")
            }
        }
    }

    /// Performs one refresh, and everything that its end demands.
    /// - Returns: how long to wait before another attempt; `nil` if there is to be none.
    /// - Throws: only what stands for the end of the process in tests.
    func serve(_ refresh: Refresh) async throws -> Duration? {
        let id = refresh.id ?? 0
        let recorder = RefreshRecorder(catalog: catalog, id: id)
        do {
            try await clearLeftovers()
            let run = try run(of: refresh)
            try await cancelWhenGracefulShutdown {
                try await desk.cancellable(id) { try await run.perform(recorder) }
            }
        } catch let error as FailpointError {
            throw error
        } catch {
            // Whoever cancels or fails after the result is known comes too late.
            if (try? catalog.refresh(id))?.state != .finished {
                return try await close(refresh, recorder.report, error)
            }
        }
        logger.info("refresh finished", metadata: ["refresh": "\(id)"])
        desk.forgetSkips()
        didFinish()
        return nil
    }

    private func retry(_ refresh: Refresh, after delay: Duration) async {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
            // Somebody may have begun another meanwhile.
            guard try catalog.refreshes(limit: 1).first?.id == refresh.id else { return }
            try start(reason: "retry", pool: refresh.pool, attempt: refresh.attempts + 1, isFull: refresh.isFull)
        } catch {
            logger.debug("no further attempt: \(error)")
        }
    }

    /// Where the standby is, there are its snapshots.
    private func nextPool(isFull: Bool) throws -> String {
        if !isFull, plan.value.replica != nil, let replica = try catalog.currentReplica() { return replica.pool }
        return pools.next(after: try catalog.snapshots()).name
    }

    func run(of refresh: Refresh) throws -> RefreshRun {
        RefreshRun(
            catalog: catalog,
            pool: try pools.pool(refresh.pool),
            runtime: runtime,
            account: account,
            stages: stages,
            port: policy.port,
            refresh: refresh,
            replicas: plan.value.replica == nil ? nil : replicas
        )
    }
}
