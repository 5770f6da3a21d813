import FoundationEssentials
import GRDB

extension Catalog {
    /// The snapshots that users see, the branches, and how they hang together.
    package func snapshotGraph() throws -> SnapshotGraph {
        try read { try Self.graph(in: $0) }
    }

    static func graph(in db: Database) throws -> SnapshotGraph {
        let nodes = try SnapshotGraph.Node.fetchAll(
            db,
            sql: """
                SELECT id, pool, branch, parent, origin, isProtected, protectedUntil FROM snapshot
                WHERE intent = 'present' ORDER BY createdAt, id
                """
        )
        return SnapshotGraph(nodes: nodes, branches: try Branch.fetchAll(db))
    }

    /// Inserts a snapshot at the end of its branch.
    static func append(_ snapshot: Snapshot, in db: Database) throws {
        var snapshot = snapshot
        var branch = try Branch.fetchOne(db, key: snapshot.branch)
        snapshot.parent = snapshot.parent ?? branch?.head
        try snapshot.insert(db)
        try append("snapshot.created", to: "snapshot:\(snapshot.id)", in: db)
        branch?.head = snapshot.id
        try branch?.update(db)
    }

    /// Marks snapshots for deletion, and joins the lines that they leave open.
    static func remove(_ ids: [Snapshot.ID], reason: String? = nil, in db: Database) throws {
        let graph = try graph(in: db)
        let gone = Set(ids)
        for id in ids {
            guard var snapshot = try Snapshot.fetchOne(db, key: id), snapshot.intent == .present else { continue }
            snapshot.intent = .absent
            snapshot.failure = nil
            try snapshot.update(db)
            let payload = reason.map { ["reason": $0] } ?? [:]
            try append("snapshot.deleting", to: "snapshot:\(id)", payload: payload, in: db)
            let parent = graph.survivor(of: id, without: gone)
            for child in graph.children(of: id) where !gone.contains(child) {
                try db.execute(sql: "UPDATE snapshot SET parent = ? WHERE id = ?", arguments: [parent, child])
            }
            for column in ["head", "base"] {
                try db.execute(sql: "UPDATE branch SET \(column) = ? WHERE \(column) = ?", arguments: [parent, id])
            }
        }
    }

    static func removal(in db: Database, now: Date = Date()) throws -> GraphRemoval {
        GraphRemoval(graph: try graph(in: db), clones: try Clone.fetchAll(db), now: now)
    }
}
