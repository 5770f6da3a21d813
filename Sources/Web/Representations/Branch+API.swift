import API
import Engine
import FoundationEssentials

extension Representations {
    /// All branches that have a snapshot, by name.
    func branches() throws -> [API.Branch] {
        let graph = try services.catalog.snapshotGraph()
        return try graph.branches.values.sorted { $0.name < $1.name }.filter { $0.head != nil }.map {
            try branch($0, in: graph)
        }
    }

    /// One branch.
    func branch(_ branch: DomainBranch) throws -> API.Branch {
        try self.branch(branch, in: services.catalog.snapshotGraph())
    }

    private func branch(_ branch: DomainBranch, in graph: SnapshotGraph) throws -> API.Branch {
        let head = try branch.head.flatMap { try services.catalog.snapshot($0) }
        return API.Branch(
            name: branch.name,
            baseDataset: head?.pool ?? "",
            parent: branch.parent ?? "-",
            dataStateAt: head.map { Self.digits(of: $0.dataStateAt) } ?? "",
            snapshotID: head?.id ?? "",
            dataset: head.map { DomainSnapshot.place($0.id) } ?? "",
            numSnapshots: graph.line(of: branch).count,
            protected: branch.isProtected,
            protectedTill: branch.protectedUntil.map { Timestamp($0) },
            deleteAt: branch.deleteAt.map { Timestamp($0) }
        )
    }

    /// The snapshots of a branch and all before them, the newest first.
    func log(of branch: DomainBranch) throws -> [SnapshotDetails] {
        let graph = try services.catalog.snapshotGraph()
        let clones = try services.catalog.cloneIDsBySnapshot()
        let snapshots = Dictionary(try services.catalog.snapshots().map { ($0.id, $0) }) { first, _ in first }
        return graph.line(from: branch.head).compactMap { snapshots[$0] }.map {
            details(of: $0, in: graph, clones: clones[$0.id] ?? [])
        }
    }

    /// One snapshot as part of the graph.
    func details(of snapshot: DomainSnapshot) throws -> SnapshotDetails {
        let clones = try services.catalog.cloneIDsBySnapshot()[snapshot.id] ?? []
        return details(of: snapshot, in: try services.catalog.snapshotGraph(), clones: clones)
    }

    private func details(of snapshot: DomainSnapshot, in graph: SnapshotGraph, clones: [String]) -> SnapshotDetails {
        SnapshotDetails(
            id: snapshot.id,
            parent: graph.nodes[snapshot.id]?.parent ?? "-",
            child: graph.children(of: snapshot.id),
            branch: graph.heads(at: snapshot.id),
            root: graph.roots(at: snapshot.id),
            dataStateAt: Self.digits(of: snapshot.dataStateAt),
            message: snapshot.message,
            dataset: DomainSnapshot.place(snapshot.id),
            clones: clones,
            protected: snapshot.isProtected,
            protectedTill: snapshot.protectedUntil.map { Timestamp($0) },
            deleteAt: snapshot.deleteAt.map { Timestamp($0) }
        )
    }

    /// `YYYYMMDDHHMMSS`, in UTC.
    private static func digits(of moment: Date) -> String {
        String(moment.formatted(.iso8601).filter(\.isNumber).prefix(14))
    }
}
