import FoundationEssentials
import Logging
import Storage

extension RefreshRun {
    /// Refuses a refresh whose result cannot fit, before anything is read or written.
    ///
    /// What cannot be told refuses nothing: the stages will say what is wrong with the source.
    func checkSpace() async throws {
        guard let stage = stages.lazy.compactMap({ $0 as? any SpaceEstimating }).first else { return }
        try await checkSpace(of: stage)
    }

    /// The same for one stage.
    func checkSpace(of stage: any SpaceEstimating) async throws {
        let need: SpaceNeed
        let space: PoolSpace
        do {
            need = try await stage.spaceNeed()
            space = try await pool.space()
        } catch let error as CancellationError {
            throw error
        } catch {
            Logger(label: "dblab.refresh").debug("it is not known whether the copy fits: \(error)")
            return
        }
        try need.check(space: space, pool: pool.name, share: Self.share(in: pool, of: try catalog.snapshots()))
    }

    /// How much of its size a copy takes on disk: as much as the last one in this pool did.
    static func share(in pool: StoragePool, of snapshots: [Snapshot]) -> Double {
        let golden = snapshots.filter { $0.pool == pool.name && $0.dataset.hasPrefix("base-") && $0.logicalSize > 0 }
        guard let last = golden.max(by: { $0.createdAt < $1.createdAt }) else {
            // These can pack files, and mostly halve them.
            return [.zfs, .btrfs].contains(pool.kind) ? 0.5 : 1
        }
        return min(1, Double(last.physicalSize) / Double(last.logicalSize))
    }
}
