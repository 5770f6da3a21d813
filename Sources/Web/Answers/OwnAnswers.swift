import API
import Engine

/// The long answers for somebody who sees his own clones only; made for him alone.
struct OwnAnswers {
    let representations: Representations

    /// `GET /clones`.
    func clones(_ sight: Sight) throws -> [API.Clone] { try clones(in: inventory(sight)) }

    /// `GET /status`.
    func status(_ sight: Sight, retrieving: Retrieving) throws -> InstanceStatus {
        let shown = try inventory(sight)
        let pools = representations.pools(shown, refreshed: try representations.refreshedPool())
        var status = try representations.instanceStatus(shown, pools: pools, retrieving: retrieving)
        status.cloning.clones = clones(in: shown)
        return status
    }

    private func inventory(_ sight: Sight) throws -> ShownInventory {
        var inventory = try representations.services.catalog.inventory()
        inventory.clones = inventory.clones.filter { sight.shows($0.row) }
        return ShownInventory(inventory, status: representations.services.status)
    }

    private func clones(in shown: ShownInventory) -> [API.Clone] {
        shown.clones.map { entry in
            let snapshot = shown.snapshots[entry.row.snapshot].map {
                API.Snapshot($0.row, clones: shown.cloneIDs[$0.row.id] ?? []).inLists
            }
            return representations.clone(entry.row, snapshot: snapshot)
        }
    }
}
