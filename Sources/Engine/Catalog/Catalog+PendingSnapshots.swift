package import FoundationEssentials
import GRDB

extension Catalog {
    /// Wishes for snapshots of a clone, the oldest first.
    package func pendingSnapshots(of clone: Clone.ID) throws -> [PendingSnapshot] {
        try read { try PendingSnapshot.filter(Column("clone") == clone).order(Column("requestedAt")).fetchAll($0) }
    }

    /// All wishes for snapshots.
    func pendingSnapshots() throws -> [PendingSnapshot] {
        try read { try PendingSnapshot.order(Column("requestedAt")).fetchAll($0) }
    }

    /// The wish for the snapshot of this name.
    func pendingSnapshot(_ id: Snapshot.ID) throws -> PendingSnapshot? {
        try read { try PendingSnapshot.fetchOne($0, key: id) }
    }

    /// Records the wish for a snapshot of a clone that works.
    /// - Throws: ``EngineError`` `notFound`, `failedPrecondition`.
    package func requestSnapshot(
        of id: Clone.ID,
        message: String,
        isCommit: Bool,
        now: Date = Date()
    ) throws -> PendingSnapshot {
        try write { db in
            guard let clone = try Self.clone(id, in: db) else { throw EngineError(.notFound, "clone not found") }
            guard clone.intent == .running else {
                throw EngineError(.failedPrecondition, "clone \"\(id)\" is being deleted")
            }
            guard clone.phase == .ready, clone.provisionedRevision == clone.revision else {
                throw EngineError(.failedPrecondition, "clone is not started yet", hint: "Wait until it is ready.")
            }
            guard try Branch.exists(db, key: clone.branch) else {
                throw EngineError(.notFound, "branch not found: \(clone.branch)")
            }
            let name = try Self.freeName(for: clone, isCommit: isCommit, at: now, in: db)
            let pending = try PendingSnapshot(of: clone, id: name, message: message, isCommit: isCommit, now: now)
            try pending.insert(db)
            try Self.append("clone.snapshotRequested", to: "clone:\(id)", payload: ["snapshot": name], in: db)
            return pending
        }
    }

    /// `<pool>/branch/<branch>/<clone>/r<revision>@<time>`; of two of the same second, the later counts on.
    private static func freeName(
        for clone: Clone,
        isCommit: Bool,
        at moment: Date,
        in db: Database
    ) throws -> Snapshot.ID {
        let place = "\(clone.pool)/branch/\(clone.branch)/\(clone.id)/r\(clone.revision)"
        var moment = moment
        while true {
            let id = "\(place)@\(isCommit ? "" : "snapshot_")\(SnapshotIdentifier.digits(of: moment))"
            if try !Snapshot.exists(db, key: id), try !PendingSnapshot.exists(db, key: id) { return id }
            moment += 1
        }
    }

    /// Makes a snapshot that was taken known to users; a commit moves its branch and its clone there.
    package func record(_ pending: PendingSnapshot) throws {
        try write { db in
            guard try pending.delete(db), var clone = try Self.clone(pending.clone, in: db) else { return }
            guard let base = try Snapshot.fetchOne(db, key: clone.snapshot) else { return }
            let sibling = try Snapshot.filter(Column("pool") == pending.pool && Column("dataset") == pending.dataset)
                .fetchOne(db)
            var snapshot = try Snapshot(pending, on: base)
            snapshot.origin = sibling?.origin ?? base.id
            snapshot.owner = clone.owner
            guard pending.isCommit else {
                snapshot.parent = base.id
                try snapshot.insert(db)
                return try Self.append("snapshot.created", to: "snapshot:\(snapshot.id)", in: db)
            }
            try Self.append(snapshot, in: db)
            // A reset asked for meanwhile goes where it was asked to go.
            guard clone.revision == pending.revision else { return }
            clone.snapshot = snapshot.id
            try clone.update(db)
            try Self.append("clone.committed", to: "clone:\(clone.id)", payload: CloneEventPayload(clone), in: db)
        }
    }

    /// Writes down why a snapshot could not be taken.
    func refuse(_ pending: PendingSnapshot, because reason: String) throws {
        try write { db in
            guard var row = try PendingSnapshot.fetchOne(db, key: pending.id) else { return }
            row.failure = reason
            try row.update(db)
            let payload = ["snapshot": row.id, "message": reason]
            try Self.append("clone.snapshotFailed", to: "clone:\(row.clone)", payload: payload, in: db)
        }
    }

    /// Forgets a wish that was refused.
    func forget(_ pending: PendingSnapshot) throws {
        try write { _ = try pending.delete($0) }
    }
}

extension Snapshot {
    /// - Parameter base: the snapshot that the clone was made of.
    fileprivate init(_ pending: PendingSnapshot, on base: Snapshot) throws {
        self.init(
            id: pending.id,
            pool: pending.pool,
            name: try pending.name,
            branch: pending.branch,
            message: pending.message,
            createdAt: pending.requestedAt,
            dataStateAt: pending.requestedAt,
            logicalSize: base.logicalSize,
            physicalSize: 0,
            postgresVersion: base.postgresVersion,
            settings: base.settings
        )
    }
}
