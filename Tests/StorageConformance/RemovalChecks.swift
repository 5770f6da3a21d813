import Storage
import SystemPackage
import Testing

/// What may be removed when, and what remains.
struct RemovalChecks {
    let pool: TestPool

    init(_ pool: TestPool) { self.pool = pool }

    func run(_ check: StorageConformance) async throws {
        let driver = try await pool.driver()
        try await driver.makeSnapshot("old")
        try await driver.createClone("first", of: "base@one")
        switch check {
        case .snapshotRemovedBeforeItsClone: try await snapshotRemovedBeforeItsClone(driver)
        case .cloneRemovedBeforeItsSnapshot: try await cloneRemovedBeforeItsSnapshot(driver)
        case .cloneOutlivesItsOrigin: try await cloneOutlivesItsOrigin(driver)
        case .datasetWithSnapshotsIsInUse: try await datasetWithSnapshotsIsInUse(driver)
        case .snapshotWithClonesIsInUse: try await snapshotWithClonesIsInUse(driver)
        default: try await removedNameMayBeUsedAgain(driver)
        }
        #expect(try pool.leftovers() == [])
    }

    private func snapshotRemovedBeforeItsClone(_ driver: any StorageDriver) async throws {
        let error = try await storageError { try await driver.removeSnapshot("base@one") }
        let pinned = driver.capabilities.clonesPinSnapshots
        #expect(error == (pinned ? .inUse(by: ["first"]) : nil))
        #expect(try await driver.text(of: "first") == "old")
        #expect(try await driver.names() == ["base"] + (pinned ? ["base@one"] : []) + ["first"])
    }

    private func cloneRemovedBeforeItsSnapshot(_ driver: any StorageDriver) async throws {
        try await driver.removeDataset("first")
        #expect(try await driver.names() == ["base", "base@one"])
        try await driver.removeSnapshot("base@one")
        #expect(try await driver.names() == ["base"])
        try await driver.removeDataset("base")
        #expect(try await driver.names() == [])
    }

    private func cloneOutlivesItsOrigin(_ driver: any StorageDriver) async throws {
        guard !driver.capabilities.clonesPinSnapshots else {
            let error = try await storageError { try await driver.removeDataset("base") }
            #expect(error == .inUse(by: ["base@one"]))
            return
        }
        try await driver.removeSnapshot("base@one")
        try await driver.removeDataset("base")
        #expect(try await driver.names() == ["first"])
        #expect(try await driver.text(of: "first") == "old")
        try await driver.write("new", of: "first")
        #expect(try await driver.text(of: "first") == "new")
    }

    private func datasetWithSnapshotsIsInUse(_ driver: any StorageDriver) async throws {
        try await driver.createSnapshot("base@two")
        // A dataset whose name begins alike is another one.
        try await driver.createDataset("base-2")
        try await driver.createSnapshot("base-2@one")
        let error = try await storageError { try await driver.removeDataset("base") }
        #expect(error == .inUse(by: ["base@one", "base@two"]))
        #expect(try await driver.text(of: "base") == "old")
    }

    private func snapshotWithClonesIsInUse(_ driver: any StorageDriver) async throws {
        try await driver.createClone("second", of: "base@one")
        let error = try await storageError { try await driver.removeSnapshot("base@one") }
        #expect(error == (driver.capabilities.clonesPinSnapshots ? .inUse(by: ["first", "second"]) : nil))
        for name in ["first", "second"] { #expect(try await driver.text(of: name) == "old") }
    }

    private func removedNameMayBeUsedAgain(_ driver: any StorageDriver) async throws {
        try await driver.write("changed", of: "first")
        try await driver.removeDataset("first")
        try await driver.createClone("first", of: "base@one")
        #expect(try await driver.text(of: "first") == "old")
        try await driver.removeDataset("first")
        try await driver.removeSnapshot("base@one")
        try await driver.removeDataset("base")
        try await driver.makeSnapshot("other")
        try await driver.createClone("first", of: "base@one")
        #expect(try await driver.text(of: "first") == "other")
    }
}
