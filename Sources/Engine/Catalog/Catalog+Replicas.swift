import FoundationEssentials
import GRDB

extension Catalog {
    /// The replica of this number.
    package func replica(_ id: Int64) throws -> Replica? { try read { try Replica.fetchOne($0, key: id) } }

    /// All replicas, the oldest first.
    package func replicas() throws -> [Replica] { try read { try Replica.order(Column("id")).fetchAll($0) } }

    /// The replica that snapshots are taken of, also one that is broken.
    package func currentReplica() throws -> Replica? {
        try replicas().last { $0.intent == .running && $0.isRestored }
    }

    /// Writes down that a refresh begins to make a replica.
    func insertReplica(_ replica: Replica, for refresh: Int64) throws -> Replica {
        try write { db in
            var replica = replica
            try replica.insert(db)
            try db.execute(sql: "UPDATE refresh SET replica = ? WHERE id = ?", arguments: [replica.uid, refresh])
            try Self.append("replica.restoring", to: replica.subject, payload: ["pool": replica.pool], in: db)
            return replica
        }
    }

    /// Changes a replica in one transaction with its event, if it has any.
    func updateReplica(
        _ id: Int64?,
        event: String?,
        payload: [String: String] = [:],
        _ change: (inout Replica) throws -> Void
    ) throws {
        try write { db in
            guard let id, var replica = try Replica.fetchOne(db, key: id) else { return }
            try change(&replica)
            try replica.update(db)
            if let event { try Self.append(event, to: replica.subject, payload: payload, in: db) }
        }
    }

    /// Gives up all replicas that the caller says; their data are removed then.
    /// - Parameter isSuperfluous: told whether a refresh in progress makes the replica.
    func retireReplicas(_ isSuperfluous: (Replica, _ isBeingMade: Bool) -> Bool) throws {
        let superfluous = try read { db in
            let made = try Refresh.filter(Column("state") == Refresh.State.running.rawValue).fetchOne(db)?.replica
            return try Replica.fetchAll(db).filter { $0.intent == .running && isSuperfluous($0, $0.uid == made) }
        }
        for replica in superfluous {
            try updateReplica(replica.id, event: "replica.removing") {
                $0.intent = .absent
                $0.phase = .removing
                $0.failure = nil
            }
        }
    }

    func deleteReplica(_ replica: Replica) throws {
        try write { db in
            _ = try replica.delete(db)
            try Self.append("replica.removed", to: replica.subject, in: db)
        }
    }

    /// Writes down what state of the replica a refresh begins with.
    func recordMoment(_ reading: ReplicaReading, of replica: Replica, for refresh: Int64) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE refresh SET replica = ?, visible = ?, position = ? WHERE id = ?",
                arguments: [replica.uid, reading.visible, reading.position, refresh]
            )
            try db.execute(sql: "UPDATE replica SET hasSnapshots = 1 WHERE id = ?", arguments: [replica.id])
        }
    }

    /// The snapshot that shows the same data as the replica does now; `nil` if there is none.
    func snapshot(showing reading: ReplicaReading, of replica: Replica) throws -> Snapshot? {
        try read { db in
            let last = try Refresh.filter(
                Column("state") == Refresh.State.finished.rawValue && Column("replica") == replica.uid
                    && Column("snapshot") != nil
            ).order(Column("id").desc).fetchOne(db)
            guard let last, let id = last.snapshot, last.isSame(as: reading) else { return nil }
            return try Snapshot.fetchOne(db, key: id).flatMap { $0.intent == .present ? $0 : nil }
        }
    }

    /// Ends a refresh that found nothing new.
    func finishRefresh(_ id: Int64, unchanged snapshot: Snapshot) throws {
        try updateRefresh(id, event: "refresh.finished", payload: ["snapshot": snapshot.id, "unchanged": "true"]) {
            guard $0.state == .running else { return }
            $0.state = .finished
            $0.stage = "finished"
            $0.progress.stage = "finished"
            $0.finishedAt = Date()
            $0.dataStateAt = snapshot.dataStateAt
            $0.snapshot = snapshot.id
            $0.isCleared = true
        }
    }
}

extension Refresh {
    /// Whether a replica shows the same transactions still; its position moves also while nothing happens.
    fileprivate func isSame(as reading: ReplicaReading) -> Bool {
        reading.visible != nil && reading.visible == visible
    }
}
