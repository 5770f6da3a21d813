package import Engine

/// The parts of the engine that the API speaks for.
package struct WebServices: Sendable {
    package var facts: EngineFacts
    package var clones: CloneService
    package var snapshots: SnapshotService
    package var retrieval: any RetrievalControl
    package var observations: ObservationService
    package var pools: Pools
    package var status: StatusSource
    /// Who is told of events.
    package var webhooks = Live<[Webhook]>([])
    /// What was counted and measured.
    package var metrics = Metrics()
    /// How much waits in each queue of work, by its name.
    package var queues: [String: @Sendable () -> QueueDepth] = [:]
    /// What the engine logs.
    package var logs: LogRing
    /// `nil` where there is no file to change.
    package var configuration: (any ConfigurationControl)?
    /// Makes the SCRAM verifier that is kept instead of a password.
    package var passwordVerifier: @Sendable (_ password: String) throws -> String

    /// Who may do what to which thing.
    package var access: AccessControl
    /// Who asked for what.
    package var audit: AuditTrail
    /// Tokens of persons and services.
    package let tokens: AccessTokens

    package init(
        facts: EngineFacts,
        clones: CloneService,
        snapshots: SnapshotService,
        retrieval: any RetrievalControl,
        observations: ObservationService,
        pools: Pools,
        status: StatusSource,
        logs: LogRing = LogRing(),
        configuration: (any ConfigurationControl)? = nil,
        passwordVerifier: @escaping @Sendable (_ password: String) throws -> String
    ) {
        self.facts = facts
        access = AccessControl(clones: clones)
        audit = AuditTrail(catalog: clones.catalog)
        tokens = AccessTokens(catalog: clones.catalog)
        self.clones = clones
        self.snapshots = snapshots
        self.retrieval = retrieval
        self.observations = observations
        self.pools = pools
        self.status = status
        self.logs = logs
        self.configuration = configuration
        self.passwordVerifier = passwordVerifier
    }

    var catalog: Catalog { clones.catalog }
    var feed: EventFeed { EventFeed(catalog: catalog) }
}
