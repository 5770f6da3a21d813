import Engine
import Storage

/// Everything that lists show, from one look at the catalog.
struct ShownInventory {
    /// All clones, the newest first.
    let clones: [InventoryEntry<DomainClone>]
    /// The snapshots that users see, the newest first.
    let visibleSnapshots: [InventoryEntry<DomainSnapshot>]
    /// All snapshots, also those that go.
    let snapshots: [String: InventoryEntry<DomainSnapshot>]
    /// The clones of each snapshot that has any.
    let cloneIDs: [String: [String]]
    /// Of the same comes the same, but for what was measured.
    let version: UInt64
    private let status: StatusSource

    init(_ inventory: Inventory, status: StatusSource) {
        clones = inventory.clones
        visibleSnapshots = inventory.snapshots.filter { $0.row.intent == .present }
        snapshots = Dictionary(inventory.snapshots.map { ($0.row.id, $0) }) { first, _ in first }
        cloneIDs = Dictionary(grouping: clones, by: \.row.snapshot).mapValues { $0.map(\.row.id) }
        version = inventory.version
        self.status = status
    }

    /// What a clone holds, as far as it was measured.
    func usage(_ clone: DomainClone) -> StorageUsage? { status.usage(ofClone: clone.uid) }
}
