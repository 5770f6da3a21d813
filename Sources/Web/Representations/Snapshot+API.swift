import API
import Engine

extension API.Snapshot {
    init(_ snapshot: DomainSnapshot, clones: [String]) {
        self.init(
            id: snapshot.id,
            createdAt: Timestamp(snapshot.createdAt),
            dataStateAt: Timestamp(snapshot.dataStateAt),
            physicalSize: UInt64(clamping: snapshot.physicalSize),
            logicalSize: UInt64(clamping: snapshot.logicalSize),
            pool: snapshot.pool,
            numClones: clones.count,
            clones: clones,
            branch: snapshot.branch,
            parent: snapshot.parent,
            message: snapshot.message,
            protected: snapshot.isProtected,
            protectedTill: snapshot.protectedUntil.map { Timestamp($0) },
            deleteAt: snapshot.deleteAt.map { Timestamp($0) }
        )
    }

    /// As part of each of its clones: without the names of very many, or a list of clones would grow with their square.
    var inLists: Self {
        guard numClones > 50 else { return self }
        var snapshot = self
        snapshot.clones = []
        return snapshot
    }

    /// With the keys of the other shape in which DBLab sends new snapshots.
    func withSizesTwice() -> Self {
        var snapshot = self
        snapshot.used = physicalSize
        snapshot.logicalReferenced = logicalSize
        return snapshot
    }
}
