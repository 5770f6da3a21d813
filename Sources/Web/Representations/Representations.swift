import API
import Engine

/// Shows the engine's things in the API's words; the one place that knows both.
struct Representations: Sendable {
    let services: WebServices

    /// Everything that lists show, from one look at the catalog.
    func inventory() throws -> ShownInventory {
        ShownInventory(try services.catalog.inventory(), status: services.status)
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

    /// One clone with what is shown of its snapshot.
    func clone(_ clone: DomainClone, snapshot: API.Snapshot?) -> API.Clone {
        API.Clone(
            clone,
            snapshot: snapshot,
            usage: services.status.usage(ofClone: clone.uid),
            policy: services.clones.policy
        )
    }
}
