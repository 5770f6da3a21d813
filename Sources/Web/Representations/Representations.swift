import API
import Engine

/// Shows the engine's things in the API's words; the one place that knows both.
struct Representations: Sendable {
    let services: WebServices

    /// All clones and the snapshots that users see, the newest first.
    struct Inventory {
        var clones: [API.Clone]
        var snapshots: [API.Snapshot]
        /// The ids of clones by their pools.
        var clonesByPool: [String: Set<String>]
    }

    /// All clones, the newest first.
    func clones() throws -> [API.Clone] { try inventory().clones }

    /// Everything that lists show, from one look at the catalog.
    func inventory() throws -> Inventory {
        let (clones, snapshots) = try services.catalog.inventory()
        let names = Dictionary(grouping: clones, by: \.snapshot).mapValues { $0.map(\.id) }
        let shown = snapshots.map { API.Snapshot($0, clones: names[$0.id] ?? []) }
        // Each clone repeats its snapshot.
        let byID = Dictionary(shown.map { ($0.id, $0) }) { first, _ in first }
        return Inventory(
            clones: clones.map { clone($0, snapshot: byID[$0.snapshot]?.inLists) },
            snapshots: zip(snapshots, shown).filter { $0.0.intent == .present }.map(\.1),
            clonesByPool: Dictionary(grouping: clones, by: \.pool).mapValues { Set($0.map(\.id)) }
        )
    }

    /// One clone.
    func clone(_ clone: DomainClone) throws -> API.Clone {
        let snapshot = try services.catalog.snapshot(clone.snapshot)
        let clones = try services.catalog.cloneIDsBySnapshot()[clone.snapshot] ?? []
        return self.clone(clone, snapshot: snapshot.map { API.Snapshot($0, clones: clones) })
    }

    /// Snapshots, the newest first, of one branch and one pool if given.
    func snapshots(branch: String? = nil, pool: String? = nil) throws -> [API.Snapshot] {
        let clones = try services.catalog.cloneIDsBySnapshot()
        return try services.snapshots.snapshots(branch: branch, pool: pool).map {
            API.Snapshot($0, clones: clones[$0.id] ?? [])
        }
    }

    /// One snapshot.
    func snapshot(_ snapshot: DomainSnapshot) throws -> API.Snapshot {
        API.Snapshot(snapshot, clones: try services.catalog.cloneIDsBySnapshot()[snapshot.id] ?? [])
    }

    private func clone(_ clone: DomainClone, snapshot: API.Snapshot?) -> API.Clone {
        API.Clone(
            clone,
            snapshot: snapshot,
            usage: services.status.usage(ofClone: clone.uid),
            policy: services.clones.policy
        )
    }
}
