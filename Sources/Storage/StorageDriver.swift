package import SystemPackage

/// A copy-on-write store of datasets, snapshots and clones.
///
/// A driver knows how, never when or why: it holds no state of its own, and knows nothing of PostgreSQL or the catalog.
/// Every verb is **idempotent**: repeating one that already took effect succeeds and changes nothing,
/// so that work cut short by a crash is finished by doing it again. A verb cut short leaves nothing that its
/// repetition, or ``inventory()``, would take for whole.
package protocol StorageDriver: Sendable {
    /// What callers may rely on, fixed for the life of the driver.
    var capabilities: StorageCapabilities { get }

    /// Creates an empty, writable dataset.
    func createDataset(_ name: DatasetName) async throws

    /// Freezes the present content of a dataset.
    ///
    /// Atomic where ``StorageCapabilities/snapshotsAreAtomic``; elsewhere nobody may write meanwhile.
    func createSnapshot(_ name: SnapshotName) async throws

    /// Creates a writable dataset that starts with the content of a snapshot.
    func createClone(_ name: DatasetName, of snapshot: SnapshotName) async throws

    /// Removes a dataset and its content, whatever it was made from. Its snapshots must be gone.
    /// - Throws: ``StorageError`` with code `inUse` if it still has snapshots.
    func removeDataset(_ name: DatasetName) async throws

    /// Removes a snapshot.
    /// - Throws: ``StorageError`` with code `inUse` if ``StorageCapabilities/clonesPinSnapshots`` and it has clones.
    func removeSnapshot(_ name: SnapshotName) async throws

    /// The directory of a dataset, made available (mounted) if it was not.
    /// - Throws: ``StorageError`` with code `notFound` if there is no such dataset.
    func directory(of name: DatasetName) async throws -> FilePath

    /// All of ours that the store holds, as it really is.
    func inventory() async throws -> StorageInventory
}
