extension StorageError {
    static func noDataset(_ name: DatasetName) -> StorageError {
        StorageError(.notFound, "There is no dataset \(name) in the pool.")
    }

    static func noSnapshot(_ name: SnapshotName) -> StorageError {
        StorageError(.notFound, "There is no snapshot \(name) in the pool.")
    }

    static func datasetHasSnapshots(_ name: DatasetName, _ snapshots: [String]) -> StorageError {
        let names = snapshots.sorted()
        return StorageError(
            .inUse(by: names),
            "Dataset \(name) has snapshots (\(names.joined(separator: ", "))). Remove them first."
        )
    }

    static func snapshotHasClones(_ name: SnapshotName, _ clones: [String]) -> StorageError {
        let names = clones.sorted()
        return StorageError(
            .inUse(by: names),
            "Snapshot \(name) has clones (\(names.joined(separator: ", "))). Remove them first."
        )
    }
}
