import Runtime
import Storage

/// Looks at what is really there of a clone.
struct CloneObserver: Sendable {
    let catalog: Catalog
    let pools: Pools
    let runtime: any PostgresRuntime

    /// - Throws: when it cannot be told; nothing may then be concluded.
    func observe(_ clone: Clone) async throws -> CloneObservation {
        let driver = try pools.pool(clone.pool).driver
        let committed = try catalog.committedDatasets(of: clone)
        let dataset = try clone.dataset(revision: clone.revision)
        let server = try await runtime.state(of: clone.server(revision: clone.revision))
        var observation = CloneObservation(
            hasDataset: try await driver.contains(dataset),
            holdsSnapshots: committed.contains(dataset.description),
            isServing: server == .running,
            hasServer: server != nil
        )
        for revision in clone.staleRevisions {
            let hasServer = try await runtime.state(of: clone.server(revision: revision)) != nil
            observation.hasStaleServers = observation.hasStaleServers || hasServer
            // A pool that is configured no more keeps what it has, and keeps nobody from working.
            guard let pool = try? pools.pool(clone.pool(ofRevision: revision)) else { continue }
            let dataset = try clone.dataset(revision: revision)
            // What holds snapshots stays for them.
            if committed.contains(dataset.description) { continue }
            let hasDataset = try await pool.driver.contains(dataset)
            observation.hasStaleDatasets = observation.hasStaleDatasets || hasDataset
        }
        return observation
    }
}

extension StorageDriver {
    /// Whether a dataset is there, by one look at it instead of a listing of all.
    func contains(_ name: DatasetName) async throws -> Bool {
        do {
            _ = try await directory(of: name)
            return true
        } catch let error as StorageError where error.code == .notFound {
            return false
        }
    }
}
