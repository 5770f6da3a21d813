import GRDB

extension Catalog {
    /// The snapshot of this name, also one being deleted.
    package func snapshot(_ id: Snapshot.ID) throws -> Snapshot? {
        try read { try Snapshot.fetchOne($0, key: id) }
    }

    /// All snapshots, the newest first.
    package func snapshots() throws -> [Snapshot] {
        try read { try Snapshot.order(Column("createdAt").desc, Column("id").desc).fetchAll($0) }
    }

    /// The snapshot that new clones start with: the head of a branch, of `main` if none is given.
    package func latestSnapshot(branch: String? = nil) throws -> Snapshot? {
        try read { db in
            guard let head = try Branch.fetchOne(db, key: branch ?? Branch.main)?.head else { return nil }
            return try Snapshot.fetchOne(db, key: head)
        }
    }

    /// Makes a snapshot known to users; its branch ends at it, unless the data are older than those there.
    package func insertSnapshot(_ snapshot: Snapshot) throws {
        try write { db in
            let head = try Branch.fetchOne(db, key: snapshot.branch)?.head
            if let head, let newest = try Snapshot.fetchOne(db, key: head), newest.dataStateAt > snapshot.dataStateAt {
                try snapshot.insert(db)
                return try Self.append("snapshot.created", to: "snapshot:\(snapshot.id)", in: db)
            }
            try Self.append(snapshot, in: db)
        }
    }

    /// Changes a snapshot in one transaction with its event.
    package func updateSnapshot(_ id: Snapshot.ID, event: String, _ change: (inout Snapshot) throws -> Void) throws {
        try write { db in
            guard var snapshot = try Snapshot.fetchOne(db, key: id) else { return }
            try change(&snapshot)
            try snapshot.update(db)
            try Self.append(event, to: "snapshot:\(id)", in: db)
        }
    }

    /// Marks a snapshot for deletion, unless it is needed; what was made from it goes with it if that is wanted.
    /// - Returns: all that go, in the order in which they can.
    /// - Throws: ``EngineError`` `inUse` that names what needs it, `failedPrecondition` (protected).
    @discardableResult
    package func requestSnapshotDeletion(_ id: Snapshot.ID, force: Bool = false) throws -> [Snapshot.ID] {
        try write { db in
            guard let snapshot = try Snapshot.fetchOne(db, key: id) else { return [] }
            guard snapshot.intent == .present else { return try Self.retryRemoval(of: snapshot, in: db) }
            let removal = try Self.removal(in: db)
            let ids = try removal.snapshots(with: id, force: force)
            let clones = removal.dependentClones(of: ids)
            guard clones.isEmpty else {
                // With `force` they were destroyed before: these came since.
                throw EngineError(
                    .inUse,
                    "cannot delete snapshot \(id) because it has dependent clones: "
                        + clones.map(\.id).joined(separator: ","),
                    hint: "Destroy or reset them first, or pass force=true."
                )
            }
            try Self.remove(ids, in: db)
            return ids
        }
    }

    /// What a deletion with force would take along.
    /// - Throws: ``EngineError`` as ``requestSnapshotDeletion(_:force:)``.
    func dependents(of id: Snapshot.ID) throws -> (snapshots: [Snapshot.ID], clones: [Clone]) {
        try read { db in
            let removal = try Self.removal(in: db)
            let ids = try removal.snapshots(with: id, force: true)
            return (ids, removal.dependentClones(of: ids))
        }
    }

    private static func retryRemoval(of snapshot: Snapshot, in db: Database) throws -> [Snapshot.ID] {
        var snapshot = snapshot
        snapshot.failure = nil
        try snapshot.update(db)
        try append("snapshot.deleting", to: "snapshot:\(snapshot.id)", in: db)
        return [snapshot.id]
    }

    /// Marks a snapshot for deletion because its time is over, unless it is needed or must not go any more.
    /// - Parameter reason: for the record: `deleteAt`, `unused`, `retention`.
    /// - Returns: whether it goes.
    func expireSnapshot(_ id: Snapshot.ID, reason: String, if isDue: (Snapshot) -> Bool) throws -> Bool {
        do {
            return try write { db in
                guard let snapshot = try Snapshot.fetchOne(db, key: id), snapshot.intent == .present, isDue(snapshot)
                else { return false }
                let ids = try Self.removal(in: db).snapshots(with: id, force: false)
                try Self.remove(ids, reason: reason, in: db)
                return true
            }
        } catch let error as EngineError where [.inUse, .failedPrecondition].contains(error.code) {
            return false
        }
    }

    /// Forgets a snapshot that is gone from the machine.
    /// - Parameter withDataset: whether its dataset is gone as well.
    /// - Returns: whether that is done; else its dataset has become superfluous meanwhile and must go first.
    @discardableResult
    package func deleteSnapshot(_ id: Snapshot.ID, withDataset: Bool = true) throws -> Bool {
        try write { db in
            guard let snapshot = try Snapshot.fetchOne(db, key: id) else { return true }
            guard try withDataset || Self.isDatasetNeeded(snapshot, in: db) else { return false }
            try snapshot.delete(db)
            if withDataset { try KeptDataset(pool: snapshot.pool, name: snapshot.dataset).delete(db) }
            try Self.append("snapshot.deleted", to: "snapshot:\(id)", in: db)
            return true
        }
    }

    /// Snapshots that are to be removed.
    package func snapshotsToRemove() throws -> [Snapshot.ID] {
        let doomed = Snapshot.filter(Column("intent") == Snapshot.Intent.absent)
        return try read { try String.fetchAll($0, doomed.select(Column("id"))) }
    }

    /// Snapshots of clones whose size is not known yet.
    func snapshotsToMeasure() throws -> [Snapshot.ID] {
        let unmeasured = Snapshot.filter(
            Column("intent") == Snapshot.Intent.present && Column("origin") != nil && Column("physicalSize") == 0
        )
        return try read { try String.fetchAll($0, unmeasured.select(Column("id"))) }
    }

    /// Whether the dataset of a snapshot has others, or is of a clone that is there.
    func isDatasetNeeded(_ snapshot: Snapshot) throws -> Bool {
        try read { try Self.isDatasetNeeded(snapshot, in: $0) }
    }

    private static func isDatasetNeeded(_ snapshot: Snapshot, in db: Database) throws -> Bool {
        let others = try Snapshot.filter(
            Column("pool") == snapshot.pool && Column("dataset") == snapshot.dataset && Column("id") != snapshot.id
        ).fetchCount(db)
        guard others == 0 else { return true }
        return try snapshot.dataset.hasPrefix("clone-")
            && !KeptDataset(pool: snapshot.pool, name: snapshot.dataset).exists(db)
    }
}
