import Engine
import FoundationEssentials
import Synchronization

/// A catalog whose clocks, and what is seen of its clones, are given.
final class SweepScene: Sendable {
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    let catalog: Catalog
    let service: CloneService
    let policy: Mutex<LifetimePolicy>
    private let clocks = Mutex((time: 0.0, uptime: 1000.0))
    private let uses = Mutex<[Clone.ID: Use]>([:])

    init(_ policy: LifetimePolicy) throws {
        catalog = try Fixture.catalog()
        self.policy = Mutex(policy)
        let cloning = CloningPolicy(ports: try Fixture.ports(20, from: 41300))
        service = CloneService(catalog: catalog, policy: cloning, queue: WorkQueue())
    }

    var now: Date { Self.start + clocks.withLock { $0.time } }

    /// Lets time pass, on all clocks.
    func pass(_ seconds: Double) { clocks.withLock { $0 = ($0.time + seconds, $0.uptime + seconds) } }

    /// Sets the time of day.
    func setClock(by seconds: Double) { clocks.withLock { $0.time += seconds } }

    /// What is seen of a clone from now on; `nil` if it cannot be told.
    func see(_ use: Use?, of id: Clone.ID) { uses.withLock { $0[id] = use } }

    var clock: DeletionClock {
        DeletionClock(catalog: catalog) { [self] in
            let (time, uptime) = clocks.withLock { $0 }
            return ClockReading(time: Self.start + time, uptime: uptime, boot: "one")
        }
    }

    var branches: BranchService {
        SnapshotService(catalog: catalog, queue: WorkQueue(), clones: service, protectionMaxMinutes: Live(0)).branches
    }

    func expirySweep() -> ExpirySweep {
        ExpirySweep(
            catalog: catalog,
            clones: WorkQueue(),
            snapshots: WorkQueue(),
            clock: clock,
            policy: { [self] in policy.withLock { $0 } }
        )
    }

    func idleSweep() -> IdleSweep {
        IdleSweep(
            catalog: catalog,
            queue: WorkQueue(),
            clock: clock,
            policy: { [self] in policy.withLock { $0 } },
            use: { [self] clone in
                guard let use = uses.withLock({ $0[clone.id] }) else { throw EngineError(.unavailable, "it is away") }
                return use
            }
        )
    }

    func retentionSweep() -> RetentionSweep {
        RetentionSweep(
            catalog: catalog,
            queue: WorkQueue(),
            clock: clock,
            policy: { [self] in policy.withLock { $0 } }
        )
    }

    /// A clone that works, as the reconciler would have made it.
    func addClone(_ id: Clone.ID, snapshot: String? = nil, _ change: (inout Clone) -> Void = { _ in }) throws {
        _ = try service.create(Fixture.request(id, snapshot: snapshot))
        try catalog.updateClone(id, event: "clone.ready") {
            ($0.phase, $0.provisionedRevision) = (.ready, 1)
            change(&$0)
        }
        see(Use(isBusy: false, fingerprint: "same"), of: id)
    }

    /// The clones that stay.
    func clones() throws -> Set<Clone.ID> { Set(try catalog.clones().filter { $0.intent == .running }.map(\.id)) }

    /// The snapshots that stay.
    func snapshots() throws -> Set<Snapshot.ID> {
        Set(try catalog.snapshots().filter { $0.intent == .present }.map(\.id))
    }

    func kinds(of subject: String) throws -> [String] { try catalog.events(subject: subject).map(\.kind) }
}
