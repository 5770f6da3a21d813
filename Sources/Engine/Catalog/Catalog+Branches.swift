import FoundationEssentials
import GRDB

extension Catalog {
    /// The branch of this name.
    package func branch(_ name: String) throws -> Branch? {
        try read { try Branch.fetchOne($0, key: name) }
    }

    /// All branches, by name.
    package func branches() throws -> [Branch] {
        try read { try Branch.order(Column("name")).fetchAll($0) }
    }

    /// Changes a branch in one transaction with its event; `nil` if it is gone.
    @discardableResult
    package func updateBranch(
        _ name: String,
        event: String,
        _ change: (inout Branch) throws -> Void
    ) throws -> Branch? {
        try write { db in
            guard var branch = try Branch.fetchOne(db, key: name) else { return nil }
            try change(&branch)
            try branch.update(db)
            try Self.append(event, to: "branch:\(name)", in: db)
            return branch
        }
    }

    /// Creates a branch: a name only, no data are touched.
    /// - Throws: ``EngineError`` `alreadyExists`, `notFound`, `failedPrecondition`.
    func insertBranch(_ request: BranchRequest) throws -> Branch {
        try write { db in
            guard try !Branch.exists(db, key: request.name) else {
                throw EngineError(.alreadyExists, "branch '\(request.name)' already exists")
            }
            let (head, parent) = try Self.fork(request, in: db)
            let branch = Branch(name: request.name, parent: parent, base: head, head: head, owner: request.owner)
            try branch.insert(db)
            let payload = ["parent": parent, "snapshot": head]
            try Self.append("branch.created", to: "branch:\(branch.name)", payload: payload, in: db)
            return branch
        }
    }

    private static func fork(_ request: BranchRequest, in db: Database) throws -> (Snapshot.ID, parent: String) {
        if !request.snapshot.isEmpty {
            guard let snapshot = try Snapshot.fetchOne(db, key: request.snapshot), snapshot.intent == .present else {
                throw EngineError(.notFound, "snapshot \"\(request.snapshot.prefix(255))\" not found")
            }
            return (snapshot.id, snapshot.branch)
        }
        guard let base = try Branch.fetchOne(db, key: request.base) else {
            throw EngineError(.notFound, "base branch not found")
        }
        guard let head = base.head else {
            throw EngineError(
                .failedPrecondition,
                "branch \(base.name) has no snapshots yet",
                hint: "Wait for the first data refresh to finish, or start one."
            )
        }
        return (head, base.name)
    }

    /// Deletes a branch, and marks the snapshots that are its own for deletion.
    /// - Returns: those, in the order in which they can go.
    /// - Throws: ``EngineError`` `failedPrecondition` (protected), `inUse`.
    func deleteBranch(_ name: String) throws -> [Snapshot.ID] {
        try write { db in
            guard let branch = try Branch.fetchOne(db, key: name) else { return [] }
            return try Self.delete(branch, in: db)
        }
    }

    /// Deletes a branch because its time is over, unless it is needed or must not go any more.
    /// - Parameter reason: for the record: `deleteAt`, `unused`.
    /// - Returns: the snapshots that go with it, in the order in which they can; `nil` if it stays.
    func expireBranch(_ name: String, reason: String, if isDue: (Branch) -> Bool) throws -> [Snapshot.ID]? {
        do {
            return try write { db in
                guard let branch = try Branch.fetchOne(db, key: name), name != Branch.main, isDue(branch) else {
                    return nil
                }
                return try Self.delete(branch, reason: reason, in: db)
            }
        } catch let error as EngineError where [.inUse, .failedPrecondition].contains(error.code) {
            return nil
        }
    }

    private static func delete(_ branch: Branch, reason: String? = nil, in db: Database) throws -> [Snapshot.ID] {
        let ids = try removal(in: db).snapshots(with: branch)
        try branch.delete(db)
        try remove(ids, reason: reason, in: db)
        try append("branch.deleted", to: "branch:\(branch.name)", payload: reason.map { ["reason": $0] } ?? [:], in: db)
        return ids
    }
}
