import Engine
import Logging
import Postgres
import Runtime
import ServiceLifecycle
import Storage
import SystemPackage
import Tooling
import UnixSignals
import Web

/// The only place that knows all types: from a configuration to the services of the engine.
struct Wiring {
    let live: LiveConfiguration
    /// As it is at start.
    let configuration: ServerConfiguration
    let logger: Logger
    let logs: LogRing

    /// Everything long-running, in the order of starting; stopped in reverse.
    func makeServices() async throws -> ServiceGroup {
        let parts = try await EngineParts(live, configuration)
        for pool in parts.pools.all {
            logger.info("pool \(pool.name) at \(pool.directory) with driver \(pool.kind.rawValue)")
        }
        for warning in await parts.policy.value.warnings() { logger.notice("\(warning)") }
        let services: [any Service] =
            [
                // First, and so the last to stop: what all others did is written down.
                GraphMirroring(catalog: parts.catalog, pools: parts.pools),
                ReloadSignal(configuration: live, logger: logger),
                CloneWorker(
                    queue: parts.cloneQueue,
                    reconciler: CloneReconciler(
                        catalog: parts.catalog,
                        pools: parts.pools,
                        runtime: parts.runtime,
                        policy: parts.policy,
                        snapshots: parts.snapshotQueue,
                        metrics: parts.metrics
                    )
                ),
                SnapshotWorker(
                    queue: parts.snapshotQueue,
                    reconciler: SnapshotReconciler(catalog: parts.catalog, pools: parts.pools)
                ),
                ObservationWorker(
                    catalog: parts.catalog,
                    queue: parts.observationQueue,
                    reconciler: parts.observationReconciler
                ),
                Housekeeping(
                    catalog: parts.catalog,
                    runtime: parts.runtime,
                    clones: parts.cloneQueue,
                    snapshots: parts.snapshotQueue
                ),
                StatusSurvey(
                    catalog: parts.catalog,
                    pools: parts.pools,
                    runtime: parts.runtime,
                    status: parts.status,
                    spaceLimit: SpaceLimit(catalog: parts.catalog, runtime: parts.runtime, policy: parts.policy)
                ),
                parts.refreshes,
                WebhookDispatcher(
                    catalog: parts.catalog,
                    hooks: parts.webhooks,
                    host: { [policy = parts.policy] in policy.value.accessHost },
                    sender: HTTPWebhookSender(),
                    metrics: parts.metrics
                ),
                ReplicaWorker(replicas: parts.replicas, refreshes: parts.refreshes),
            ] + (try await makeSchedules(parts)) + [try await makeWeb(parts)]
        // At lower levels the group prints every service with all that it holds.
        var logger = logger
        logger.logLevel = max(logger.logLevel, .info)
        var group = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        group.maximumGracefulShutdownDuration = .seconds(60)
        return ServiceGroup(configuration: group)
    }

    private func makeWeb(_ parts: EngineParts) async throws -> WebApplication {
        var web = try configuration.web()
        web.authentication = .live(try await live.follow { try $0.web().authentication })
        web.opensMetrics = try await live.follow { $0.server.metricsWithoutToken }
        var services = WebServices(
            facts: EngineFacts(
                version: Version.current,
                instanceID: try InstanceID.readOrMake(in: configuration.stateDirectory),
                forbidsConfigurationChanges: configuration.server.disableConfigModification
            ),
            clones: parts.clones,
            snapshots: parts.snapshots,
            retrieval: parts.refreshes,
            observations: parts.observations,
            pools: parts.pools,
            status: parts.status,
            logs: logs,
            configuration: ConfigurationDesk(live: live, retrieval: parts.refreshes),
            passwordVerifier: { try ScramVerifier(password: $0).description }
        )
        services.access = AccessControl(
            clones: parts.clones,
            requiresMasking: try await live.follow { try $0.masking().map { !$0.isEmpty } ?? false }
        )
        services.audit = AuditTrail(catalog: parts.catalog, keptDays: try await live.follow { $0.server.auditDays })
        services.webhooks = parts.webhooks
        services.metrics = parts.metrics
        services.queues = [
            "clones": { parts.cloneQueue.depth }, "snapshots": { parts.snapshotQueue.depth },
            "observations": { parts.observationQueue.depth },
        ]
        return try WebApplication(
            services: services,
            configuration: web,
            logger: Logger(label: "dblab.web"),
            onListening: { [logger, host = configuration.listenHost] in logger.info("listening on \(host):\($0)") }
        )
    }
}
