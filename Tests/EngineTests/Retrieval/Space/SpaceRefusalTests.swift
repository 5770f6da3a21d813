import Engine
import Storage
import SystemPackage
import Testing

@Suite struct SpaceRefusalTests {
    @Test func aRefreshThatCannotFitEndsBeforeItBegins() async throws {
        try await RefreshLaboratory.with(source: [SourceContent.people]) { laboratory in
            let service = laboratory.service(
                try laboratory.transferStages(),
                retryDelays: [.zero],
                driver: FullDriver(driver: laboratory.driver)
            )
            let refresh = try await laboratory.refresh(service)
            #expect(refresh.state == .failed && refresh.isCleared)
            let words = refresh.failure ?? ""
            #expect(
                words.contains("does not fit: it takes about") && words.contains("1.0 KiB free of 2.0 KiB"),
                "\(words)"
            )
            #expect(try laboratory.catalog.refreshes().count == 1, "room does not come by trying again")
            #expect(try laboratory.catalog.events().allSatisfy { $0.kind != "refresh.stageDone" })
            #expect(try service.overview().alerts.map(\.kind) == [.refreshFailed])
            #expect(try await laboratory.driver.inventory() == StorageInventory())
        }
    }
}

/// A pool on a disk that is full, but for a kilobyte.
private struct FullDriver: SpaceReporting {
    let driver: CopyDriver

    var capabilities: StorageCapabilities { driver.capabilities }
    func space() -> PoolSpace { PoolSpace(size: 2048, free: 1024) }
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
