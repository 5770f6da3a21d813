/// The datasets and snapshots found in a store.
package struct StorageInventory: Equatable, Sendable {
    package var datasets: Set<DatasetName>
    package var snapshots: Set<SnapshotName>

    package init(datasets: Set<DatasetName> = [], snapshots: Set<SnapshotName> = []) {
        self.datasets = datasets
        self.snapshots = snapshots
    }
}
