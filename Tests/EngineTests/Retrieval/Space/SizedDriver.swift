import Engine
import Storage
import SystemPackage

/// A pool whose disk looks as large as the test wants it.
struct SizedDriver: SpaceReporting {
    let driver: CopyDriver
    let size: PoolSpace

    var capabilities: StorageCapabilities { driver.capabilities }
    func space() -> PoolSpace { size }
    func createDataset(_ name: DatasetName) async throws { try await driver.createDataset(name) }
    func createSnapshot(_ name: SnapshotName) async throws { try await driver.createSnapshot(name) }
    func createClone(_ name: DatasetName, of snapshot: SnapshotName) async throws {
        try await driver.createClone(name, of: snapshot)
    }
    func removeDataset(_ name: DatasetName) async throws { try await driver.removeDataset(name) }
    func removeSnapshot(_ name: SnapshotName) async throws { try await driver.removeSnapshot(name) }
    func directory(of name: DatasetName) async throws -> FilePath { try await driver.directory(of: name) }
    func inventory() async throws -> StorageInventory { try await driver.inventory() }
}
