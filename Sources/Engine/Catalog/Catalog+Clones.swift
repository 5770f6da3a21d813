package import FoundationEssentials
import GRDB

extension Catalog {
    /// The clone of this name, also one being destroyed.
    package func clone(_ id: Clone.ID) throws -> Clone? {
        try read { try Self.clone(id, in: $0) }
    }

    /// All clones, the newest first.
    package func clones() throws -> [Clone] {
        try read { try Clone.order(Column("createdAt").desc, Column("id")).fetchAll($0) }
    }

    /// Clones whose failed step is due for another attempt.
    package func clonesDueForRetry(at now: Date) throws -> [Clone.ID] {
        let mayBeDue = SQL("failure IS NOT NULL AND json_extract(failure, '$.retryAt') IS NOT NULL")
        let failed = try read { try Clone.filter(literal: mayBeDue).fetchAll($0) }
        return failed.filter { $0.failure?.retryAt.map { $0 <= now } ?? false }.map(\.id)
    }

    /// Clones whose servers are expected to run.
    func readyClones() throws -> [Clone] {
        try read { try Clone.filter(Column("phase") == Clone.Phase.ready).fetchAll($0) }
    }

    /// Records a wish for a new clone, and gives it a port that nobody has.
    /// - Throws: ``EngineError`` `alreadyExists`, `notFound` (snapshot) or `exhausted` (ports, number of clones).
    package func insertClone(_ request: CloneRequest, of snapshot: Snapshot.ID, ports: PortRange) throws -> Clone {
        try insertClone(request, of: snapshot, policy: CloningPolicy(ports: ports))
    }

    func insertClone(_ request: CloneRequest, of snapshot: Snapshot.ID, policy: CloningPolicy) throws -> Clone {
        try write { db in
            guard try !Clone.exists(db, key: request.id) else {
                throw EngineError(
                    .alreadyExists,
                    "clone with ID \"\(request.id)\" already exists",
                    hint: "Choose another id, or destroy that clone first."
                )
            }
            guard let snapshot = try Snapshot.fetchOne(db, key: snapshot), snapshot.intent == .present else {
                throw EngineError(.notFound, "snapshot \"\(snapshot)\" not found")
            }
            if let branch = request.branch, try !Branch.exists(db, key: branch) {
                throw EngineError(.notFound, "branch not found", detail: "There is no branch \"\(branch)\".")
            }
            try Self.checkNumber(of: request.owner, policy, in: db)
            let port = try Self.freePort(in: policy.ports, db)
            let clone = Clone(request: request, snapshot: snapshot, port: port, now: Date())
            try clone.insert(db)
            try Self.append("clone.requested", to: "clone:\(clone.id)", in: db)
            return clone
        }
    }

    /// Changes a clone in one transaction with its event; `nil` if it is gone.
    @discardableResult
    package func updateClone(_ id: Clone.ID, event: String, _ change: (inout Clone) throws -> Void) throws -> Clone? {
        try write { try Self.update(id, event: event, change, in: $0) }
    }

    /// Changes what is known of a clone, as opposed to what is wanted of it, in one transaction with its event.
    package func noteClone(_ id: Clone.ID, event: String, _ change: (inout Clone) throws -> Void) throws {
        _ = try note { try Self.update(id, event: event, change, in: $0) }
    }

    private static func update(
        _ id: Clone.ID,
        event: String,
        _ change: (inout Clone) throws -> Void,
        in db: Database
    ) throws -> Clone? {
        guard var clone = try Self.clone(id, in: db) else { return nil }
        let before = clone
        try change(&clone)
        try clone.update(db)
        try append(event, to: "clone:\(id)", payload: CloneEventPayload(clone, before: before), in: db)
        return clone
    }

    /// By a statement that is kept, since each step of each clone asks.
    static func clone(_ id: Clone.ID, in db: Database) throws -> Clone? {
        try Clone.fetchOne(db.cachedStatement(sql: "SELECT * FROM clone WHERE id = ?"), arguments: [id])
    }

    /// Forgets a clone that is gone from the machine.
    /// - Parameter kept: datasets that stay for the snapshots in them; if one has none any more, nothing happens yet.
    package func deleteClone(_ id: Clone.ID, keeping kept: Set<String> = []) throws {
        try write { db in
            guard let clone = try Self.clone(id, in: db), try Self.keep(kept, of: clone, in: db) else { return }
            try clone.delete(db)
            try Self.append("clone.deleted", to: "clone:\(id)", payload: CloneEventPayload(clone), in: db)
        }
    }

    /// Writes down that nothing is left of a clone's earlier revisions but datasets that snapshots need.
    func clean(_ clone: Clone, keeping kept: Set<String>) throws {
        try write { db in
            guard var row = try Self.clone(clone.id, in: db), try Self.keep(kept, of: clone, in: db) else {
                return
            }
            row.forgetRevisions(through: clone.revision - 1)
            if row.failure?.step == CloneStep.removeStaleDatasets.rawValue { row.failure = nil }
            try row.update(db)
            try Self.append("clone.cleaned", to: "clone:\(clone.id)", payload: CloneEventPayload(row), in: db)
        }
    }

    /// Gives a clone that nobody has used yet another port, because its own is taken by a stranger.
    package func movePort(of id: Clone.ID, within ports: PortRange) throws {
        try write { db in
            guard var clone = try Self.clone(id, in: db) else { return }
            clone.port = try Self.freePort(in: ports, db)
            try clone.update(db)
            try Self.append("clone.portMoved", to: "clone:\(id)", payload: CloneEventPayload(clone), in: db)
        }
    }

    /// Refuses one clone more than there may be.
    private static func checkNumber(of owner: String?, _ policy: CloningPolicy, in db: Database) throws {
        let clones = Clone.filter(Column("intent") == Clone.Intent.running)
        func check(_ count: Int, _ limit: Int, _ whose: String, _ key: String) throws {
            guard limit > 0, count >= limit else { return }
            throw EngineError(
                .exhausted,
                "\(whose) \(count) clones already, and \(limit) are allowed",
                hint: "Destroy clones that are no longer needed, or raise cloning.\(key)."
            )
        }
        try check(clones.fetchCount(db), policy.maxClones, "there are", "maxClones")
        guard let owner else { return }
        let own = try clones.filter(Column("owner") == owner).fetchCount(db)
        try check(own, policy.maxClonesPerOwner, "\(owner) has", "maxClonesPerOwner")
    }

    private static func freePort(in ports: PortRange, _ db: Database) throws -> Int {
        let taken = try Set(Int.fetchAll(db, sql: "SELECT port FROM clone"))
        guard let port = ports.firstFree(excluding: taken) else {
            throw EngineError(
                .exhausted,
                "no available ports: all of \(ports.bounds.lowerBound)–\(ports.bounds.upperBound) are taken",
                hint: "Destroy clones that are no longer needed, or widen provision.portPool."
            )
        }
        return port
    }
}
