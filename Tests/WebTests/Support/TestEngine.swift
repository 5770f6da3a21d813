import Engine
import Foundation
import GRDB
import Hummingbird
import HummingbirdTesting
import Logging
import Runtime
import Storage
import SystemPackage
import Testing
import Web

/// An engine with a real catalog and real services, whose workers do not run: phases change when a test says so.
struct TestEngine {
    static let token = "a-token-of-the-tests"
    static let verifier = "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"

    let database: DatabaseQueue
    let catalog: Catalog
    var services: WebServices
    let retrieval: RefreshService
    let policy: Live<CloningPolicy>

    init(
        minPasswordEntropyBits: Int = 0,
        protectionMaxMinutes: Int = 0,
        portCount: Int = 100,
        passwordVerifier: @escaping @Sendable (String) throws -> String = { _ in TestEngine.verifier }
    ) throws {
        database = try DatabaseQueue()
        catalog = try Catalog(database)
        let ports = try #require(PortRange(from: 41000, to: 41000 + portCount - 1))
        let policy = CloningPolicy(
            ports: ports,
            accessHost: "db.example",
            minPasswordEntropyBits: minPasswordEntropyBits,
            protectionMaxMinutes: protectionMaxMinutes
        )
        self.policy = Live(policy)
        let clones = CloneService(catalog: catalog, policy: self.policy, queue: WorkQueue())
        let pool = StoragePool(name: "pool", directory: "/nowhere", kind: .btrfs, driver: UntouchableDriver())
        let pools = Pools(selected: pool)
        retrieval = RefreshService(
            catalog: catalog,
            pools: pools,
            runtime: UntouchableRuntime(),
            account: nil,
            stages: [UntouchableStage()]
        )
        services = WebServices(
            facts: EngineFacts(
                version: "1.2.3",
                instanceID: "i1",
                startedAt: Date(timeIntervalSince1970: 1_767_225_600)
            ),
            clones: clones,
            snapshots: SnapshotService(catalog: catalog, queue: WorkQueue(), clones: clones),
            retrieval: retrieval,
            observations: ObservationService(
                catalog: catalog,
                runtime: UntouchableRuntime(),
                policy: policy,
                store: ArtifactStore(directory: "/nowhere"),
                queue: WorkQueue()
            ),
            pools: pools,
            status: StatusSource(),
            passwordVerifier: passwordVerifier
        )
    }

    /// Runs requests by the router alone, of a server configured so.
    func test<Value>(
        _ configuration: WebConfiguration,
        _ body: @Sendable (TestRequests) async throws -> Value
    ) async throws -> Value {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let application = try WebApplication.application(services, configuration, quiet)
        return try await application.test(.router) { try await body(TestRequests(client: $0)) }
    }

    func application(
        authentication: Authentication? = nil,
        limits: RequestLimits = RequestLimits()
    ) throws -> Application<APIResponder> {
        let hash = try #require(TokenHash(token: Self.token))
        return try WebApplication.application(
            services,
            WebConfiguration(port: 0, authentication: authentication ?? .token(hash), limits: limits),
            Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// Runs requests by the router alone, with the right token.
    func test<Value>(
        limits: RequestLimits = RequestLimits(),
        _ body: @Sendable (TestRequests) async throws -> Value
    ) async throws -> Value {
        try await application(limits: limits).test(.router) { try await body(TestRequests(client: $0)) }
    }
}

extension TestEngine {
    @discardableResult
    func addSnapshot(_ id: String = "pool@snapshot_20260101000000", age: Double = 0) throws -> Snapshot {
        let snapshot = try makeSnapshot(id, age: age)
        try catalog.insertSnapshot(snapshot)
        return snapshot
    }

    func makeSnapshot(_ id: String, age: Double = 0) throws -> Snapshot {
        let label = "s\(id.utf8.reduce(0) { $0 &* 31 &+ UInt32($1) })"
        let time = Date(timeIntervalSince1970: 1_767_225_600 - age)
        return Snapshot(
            id: id,
            pool: "pool",
            name: try #require(SnapshotName("base@\(label)")),
            createdAt: time,
            dataStateAt: time,
            logicalSize: 2_000_000,
            physicalSize: 1_000_000,
            postgresVersion: 15
        )
    }

    /// A clone, brought to a phase as the reconciler would.
    @discardableResult
    func addClone(_ id: String, phase: Clone.Phase = .ready, failure: CloneFailure? = nil) throws -> Clone {
        _ = try services.clones.create(CloneRequest(id: id, username: "neal", verifier: "v", database: "shop"))
        return try #require(try setPhase(of: id, to: phase, failure: failure))
    }

    @discardableResult
    func setPhase(of id: String, to phase: Clone.Phase, failure: CloneFailure? = nil) throws -> Clone? {
        try catalog.updateClone(id, event: "clone.\(phase.rawValue)") {
            $0.phase = phase
            $0.failure = failure
            if phase == .ready {
                $0.provisionedRevision = $0.revision
                $0.cloningTime = 0.25
            }
        }
    }
}

/// A stage that no request runs by itself.
struct UntouchableStage: RetrievalStage {
    let name = "restore"

    func run(_ work: RefreshWork) throws { throw Touched() }
}

/// Servers that no request may touch.
struct UntouchableRuntime: PostgresRuntime {
    func start(_ server: ServerSpecification) throws { throw Touched() }
    func remove(_ id: ServerID, mode: ShutdownMode) throws { throw Touched() }
    func inventory() throws -> [ServerID: ServerState] { throw Touched() }
    func socketDirectory(of id: ServerID) -> FilePath { "/nowhere" }
    func logTail(of id: ServerID, lines: Int) -> [String] { [] }
}

private struct Touched: Error {}

/// A store that no request may touch.
struct UntouchableDriver: StorageDriver {
    let capabilities = StorageCapabilities(
        clonesInConstantTime: true,
        snapshotsAreAtomic: true,
        clonesPinSnapshots: false
    )

    func createDataset(_ name: DatasetName) throws { throw Touched() }
    func createSnapshot(_ name: SnapshotName) throws { throw Touched() }
    func createClone(_ name: DatasetName, of snapshot: SnapshotName) throws { throw Touched() }
    func removeDataset(_ name: DatasetName) throws { throw Touched() }
    func removeSnapshot(_ name: SnapshotName) throws { throw Touched() }
    func directory(of name: DatasetName) throws -> FilePath { throw Touched() }
    func inventory() throws -> StorageInventory { throw Touched() }
}
