import Engine
import Postgres
import Runtime
import Synchronization
import SystemPackage
import Testing

/// The parts of an engine that a crash takes away; what is on disk stays.
struct CrashEngine: Sendable {
    let catalog: Catalog
    let pools: Pools
    let runtime: NativeRuntime
    let policy: CloningPolicy
    let clones: CloneService
    let snapshotQueue = WorkQueue<Snapshot.ID>()
    let cloneReconciler: CloneReconciler
    let snapshotReconciler: SnapshotReconciler

    init(catalog: Catalog, pools: Pools, runtime: NativeRuntime, policy: CloningPolicy) {
        self.catalog = catalog
        self.pools = pools
        self.runtime = runtime
        self.policy = policy
        clones = CloneService(catalog: catalog, policy: policy, queue: WorkQueue())
        cloneReconciler = CloneReconciler(
            catalog: catalog,
            pools: pools,
            runtime: runtime,
            policy: Live(policy),
            snapshots: snapshotQueue
        )
        snapshotReconciler = SnapshotReconciler(catalog: catalog, pools: pools)
    }

    /// What the engine does at its start and then at its leisure: all that is unfinished.
    func reconcileAll() async throws {
        for clone in try catalog.clones() { try await cloneReconciler.reconcile(clone.id) }
        for id in try catalog.snapshotsToRemove() { try await snapshotReconciler.reconcile(id) }
    }

    /// A clone of the first snapshot, ready to use.
    func readyClone(_ id: String) async throws -> Clone {
        _ = try clones.create(Fixture.request(id, snapshot: CrashScene.snapshots[0]))
        try await cloneReconciler.reconcile(id)
        let clone = try clones.clone(id)
        try #require(clone.phase == .ready, "\(clone.failure?.message ?? "no reason") \(clone.failure?.log ?? [])")
        return clone
    }

    /// Destroys a clone.
    func remove(_ id: Clone.ID) async throws {
        try clones.destroy(id)
        try await cloneReconciler.reconcile(id)
        try #require(try catalog.clone(id) == nil)
    }

    /// The only value that a statement answers in a clone.
    @discardableResult
    func value(_ statement: String, in id: Clone.ID) async throws -> String? {
        let clone = try clones.clone(id)
        let connection = try await Connection(
            ConnectionParameters(
                host: runtime.socketDirectory(of: clone.server(revision: clone.revision)).string,
                port: clone.port,
                user: "postgres",
                database: "postgres"
            )
        )
        defer { withExtendedLifetime(connection) {} }
        return try await connection.query(statement).first?.first ?? nil
    }

    /// Statements that answer nothing.
    func execute(_ statements: String, in id: Clone.ID) async throws {
        for statement in statements.split(separator: ";") { try await value(String(statement), in: id) }
    }
}

/// A crash at the first passage of one place, or a record of all places passed.
final class Passages: Sendable {
    private let passed = Mutex<[String]>([])

    var places: [String] { passed.withLock { $0 } }

    /// Runs `body`, and stops it at `place` as a crash would.
    /// - Returns: whether it came there.
    func stop(at place: String?, _ body: () async throws -> Void) async throws -> Bool {
        do {
            try await Failpoints.$action.withValue(
                { here in
                    self.passed.withLock { $0.append(here) }
                    if here == place { throw FailpointError(place: here) }
                },
                operation: body
            )
            return false
        } catch is FailpointError {
            return true
        }
    }
}
