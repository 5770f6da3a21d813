import API
import Engine

extension Representations {
    /// Figures over time.
    func history() throws -> InstanceHistory {
        let clones = try services.catalog.cloneHistory()
        return InstanceHistory(
            clones: clones.counts.map { CloneCount(at: Timestamp($0.at), count: $0.clones) },
            creations: clones.creations.map { CloneCreation(at: Timestamp($0.at), seconds: $0.seconds) },
            pools: services.status.history.all.map { sample in
                API.PoolSample(
                    pool: sample.pool,
                    at: Timestamp(sample.at),
                    size: UInt64(clamping: sample.size),
                    free: UInt64(clamping: sample.free),
                    usedBySnapshots: UInt64(clamping: sample.usedBySnapshots),
                    usedByClones: UInt64(clamping: sample.usedByClones)
                )
            }
        )
    }
}
