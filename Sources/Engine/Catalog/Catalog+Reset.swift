import FoundationEssentials
import GRDB

extension Catalog {
    /// Records the wish that a clone be in its first state again, of its own snapshot or of another.
    ///
    /// The snapshot is looked at in the same transaction: it may be asked to go at any moment.
    /// - Returns: the clone; `nil` if there is none.
    /// - Throws: ``EngineError`` `failedPrecondition` if the clone goes; `notFound` (snapshot).
    package func resetClone(_ id: Clone.ID, to snapshot: Snapshot.ID?) throws -> Clone? {
        try write { db in
            guard var clone = try Self.clone(id, in: db) else { return nil }
            guard clone.intent == .running else {
                throw EngineError(.failedPrecondition, "clone \"\(id)\" is being deleted")
            }
            if let snapshot { try Self.move(&clone, to: snapshot, in: db) }
            clone.revision += 1
            clone.phase = .pending
            clone.failure = nil
            clone.requestedAt = Date()
            try clone.update(db)
            try Self.append("clone.resetting", to: "clone:\(id)", payload: CloneEventPayload(clone), in: db)
            return clone
        }
    }

    private static func move(_ clone: inout Clone, to id: Snapshot.ID, in db: Database) throws {
        guard let snapshot = try Snapshot.fetchOne(db, key: id), snapshot.intent == .present else {
            throw EngineError(.notFound, "snapshot \"\(id)\" not found")
        }
        clone.move(to: snapshot.pool)
        clone.snapshot = snapshot.id
        // A snapshot may be of the line of several branches.
        let own = try Branch.fetchOne(db, key: clone.branch)
        let isOwn = try own.map { try Self.graph(in: db).line(from: $0.head).contains(id) } ?? false
        if !isOwn { clone.branch = snapshot.branch }
    }
}
