import Engine
import FoundationEssentials
import Logging
import Runtime
import Storage
import SystemPackage
import Tooling

/// The engine, opened and put together, before anything of it runs.
struct EngineParts {
    let catalog: Catalog
    let pools: Pools
    let runtime: any PostgresRuntime
    let policy: Live<CloningPolicy>
    let cloneQueue = WorkQueue<Clone.ID>()
    let snapshotQueue = WorkQueue<Snapshot.ID>()
    let clones: CloneService
    let snapshots: SnapshotService
    let refreshes: RefreshService
    let replicas: Replicas
    let observationQueue = WorkQueue<Int64>()
    let observations: ObservationService
    let observationReconciler: ObservationReconciler
    let status = StatusSource()
    let metrics = Metrics()
    let webhooks: Live<[Webhook]>

    /// - Parameter configuration: as it is at start.
    init(_ live: LiveConfiguration, _ configuration: ServerConfiguration) async throws {
        try configuration.makeStateDirectory()
        let account = try configuration.serverAccount()
        catalog = try Catalog(path: configuration.catalogFile.string)
        pools = try await configuration.openPools()
        let library = try PreloadLibrary.install(in: configuration.stateDirectory)
        runtime = try await configuration.runtime(account, library: library)
        do { try await runtime.removeOrphans() } catch {
            Logger(label: "dblab.engine").warning("what earlier servers left is not removed: \(error)")
        }
        policy = try await live.follow { try $0.cloningPolicy() }
        var clones = CloneService(catalog: catalog, policy: policy, queue: cloneQueue)
        clones.sandboxGap = runtime.sandboxGap
        clones.space = { [status] in status.space(ofPool: $0) }
        self.clones = clones
        if let gap = runtime.sandboxGap {
            Logger(label: "dblab.engine").warning("clones run without a sandbox: \(gap)")
        }
        if let gap = runtime.limitGap {
            // Whoever set no limit of his own need not be warned of every start.
            let level: Logger.Level = configuration.provision.limits.isDefault ? .notice : .warning
            Logger(label: "dblab.engine").log(level: level, "clones run without provision.limits: \(gap)")
        }
        snapshots = SnapshotService(
            catalog: catalog,
            queue: snapshotQueue,
            clones: clones,
            protectionMaxMinutes: try await live.follow { $0.retention.protectionMaxDurationMinutes }
        )
        let artifacts = ArtifactStore(directory: configuration.stateDirectory.appending("observations"))
        observations = ObservationService(
            catalog: catalog,
            runtime: runtime,
            policy: policy.value,
            store: artifacts,
            queue: observationQueue
        )
        observationReconciler = ObservationReconciler(
            catalog: catalog,
            runtime: runtime,
            policy: policy.value,
            store: artifacts,
            mask: TextMask(configuration.observer.replacementRules)
        )
        webhooks = try await live.follow { $0.webhookReceivers }
        let plan = try await live.follow { try $0.retrievalPlan() }
        replicas = Replicas(
            catalog: catalog,
            pools: pools,
            runtime: runtime,
            account: account,
            directory: configuration.stateDirectory.appending("replicas"),
            plan: plan
        )
        let retention = try await live.follow { $0.lifetimePolicy.retention }
        refreshes = RefreshService(
            catalog: catalog,
            pools: pools,
            runtime: runtime,
            account: account,
            plan: plan,
            replicas: replicas,
            didFinish: SnapshotExpiry(catalog: catalog, queue: snapshotQueue, retention: { retention.value }).run
        )
    }
}
