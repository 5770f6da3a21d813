/// All clones and all snapshots, also those that go, the newest first; of one moment.
package struct Inventory: Sendable {
    package var clones: [InventoryEntry<Clone>] = []
    package internal(set) var snapshots: [InventoryEntry<Snapshot>] = []
    /// Of the same comes the same inventory.
    package internal(set) var version: UInt64 = 0
}
