import FoundationEssentials
import GRDB

extension Catalog {
    /// What is known of the lifetime of something; a new one if nothing is.
    package func lifetime(_ subject: String) throws -> Lifetime {
        try read { try Lifetime.fetchOne($0, key: subject) } ?? Lifetime(subject: subject)
    }

    /// Keeps what was learnt; of what nobody waits for there are no events.
    package func save(_ lifetimes: [Lifetime]) throws {
        guard !lifetimes.isEmpty else { return }
        try database.write { db in
            for lifetime in lifetimes {
                var row = lifetime
                row.warnedOf = try Lifetime.fetchOne(db, key: lifetime.subject)?.warnedOf ?? lifetime.warnedOf
                try row.upsert(db)
            }
        }
    }

    /// Forgets the lifetimes of what is gone, of one kind.
    func forgetLifetimes(of kind: String, except subjects: Set<String>) throws {
        let known = try read { db in
            try String.fetchAll(db, sql: "SELECT subject FROM lifetime WHERE subject LIKE ?", arguments: ["\(kind):%"])
        }
        let gone = known.filter { !subjects.contains($0) }
        guard !gone.isEmpty else { return }
        try database.write { db in _ = try Lifetime.deleteAll(db, keys: gone) }
    }

    /// Everything of a kind whose protection ends by itself, or that goes by itself.
    func expiring<Thing: Expiring>(_ kind: Thing.Type) throws -> [Thing] {
        try read { db in
            let isLeased = Column("isProtected") == true && Column("protectedUntil") != nil
            return try Thing.filter(isLeased || Column("deleteAt") != nil).fetchAll(db)
        }
    }

    /// Writes down that its users are told of the end of protection.
    func warn<Thing: Expiring>(of thing: Thing, until end: Date, at now: Date) throws {
        try write { db in
            var lifetime =
                try Lifetime.fetchOne(db, key: thing.lifetimeKey) ?? Lifetime(subject: thing.lifetimeKey)
            lifetime.warnedOf = end
            try lifetime.upsert(db)
            let hours = max(1, Int((end.timeIntervalSince(now) / 3600).rounded(.up)))
            let payload = ExpiryEventPayload(
                protectedUntil: end.formatted(.iso8601),
                expiresInHours: "\(hours)",
                clone: (thing as? Clone).map { CloneEventPayload($0) }
            )
            try Self.append(
                "\(Thing.kind).protectionExpiring",
                to: "\(Thing.kind):\(thing.rowKey)",
                payload: payload,
                in: db
            )
        }
    }

    /// Ends a protection whose time is over, unless it was prolonged meanwhile.
    /// - Parameter goesAt: when it is deleted by itself from now on; `nil` for never.
    func unprotect<Thing: Expiring>(_ thing: Thing, at now: Date, goesAt: Date?) throws {
        try write { db in
            guard var row = try Thing.fetchOne(db, key: thing.rowKey), row.expiry(at: now) == .unprotect else { return }
            row.isProtected = false
            row.protectedUntil = nil
            row.deleteAt = goesAt
            try row.update(db)
            let payload = ExpiryEventPayload(clone: (row as? Clone).map { CloneEventPayload($0) })
            try Self.append(
                "\(Thing.kind).protectionExpired",
                to: "\(Thing.kind):\(thing.rowKey)",
                payload: payload,
                in: db
            )
        }
    }

    /// Records that a clone is to go by itself, unless it must not any more.
    /// - Parameter reason: for the record: `deleteAt`, `idle`.
    /// - Returns: whether it goes.
    func expireClone(_ id: Clone.ID, reason: String, if isDue: (Clone) -> Bool) throws -> Bool {
        try write { db in
            guard var clone = try Self.clone(id, in: db), clone.intent == .running, isDue(clone) else {
                return false
            }
            clone.intent = .absent
            clone.phase = .deleting
            clone.failure = nil
            try clone.update(db)
            var payload = CloneEventPayload(clone)
            payload.reason = reason
            try Self.append("clone.deleting", to: "clone:\(id)", payload: payload, in: db)
            return true
        }
    }
}

extension Catalog {
    /// The datasets of which there are snapshots.
    func datasetsOfSnapshots() throws -> Set<String> {
        try read { try String.fetchSet($0, sql: "SELECT dataset FROM snapshot") }
    }

    /// Snapshots of clones to which something happened after the event numbered `id`.
    func snapshotsOfClones(after id: Int64) throws -> Set<Snapshot.ID> { try facts("snapshot", ofClonesAfter: id) }

    /// Branches of clones to which something happened after the event numbered `id`.
    func branchesOfClones(after id: Int64) throws -> Set<String> { try facts("branch", ofClonesAfter: id) }

    private func facts(_ name: String, ofClonesAfter id: Int64) throws -> Set<String> {
        try read { db in
            try String.fetchSet(
                db,
                sql: """
                    SELECT json_extract(payload, '$.\(name)') FROM event
                    WHERE id > ? AND subject LIKE 'clone:%' AND json_extract(payload, '$.\(name)') IS NOT NULL
                    """,
                arguments: [id]
            )
        }
    }
}
