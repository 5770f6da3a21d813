import FoundationEssentials

/// What goes when a snapshot or a branch goes, and what must not: DBLab's rules in DBLab's words.
struct GraphRemoval {
    let graph: SnapshotGraph
    let clones: [Clone]
    let now: Date

    /// The snapshots that go with one, itself the last.
    /// - Parameter force: whether what was made from it goes as well.
    /// - Throws: ``EngineError`` `failedPrecondition` (protected), `inUse`.
    func snapshots(with id: Snapshot.ID, force: Bool) throws -> [Snapshot.ID] {
        let copies = graph.copies(of: id)
        try checkProtection(of: copies + [id])
        let dependents = dependentClones(of: copies + [id])
        let protected = dependents.filter { $0.isProtected(at: now) }
        try refuse(id, over: "dependent protected clones", protected.map(\.id), hint: "Unprotect them first.")
        let others = branchesHolding(id)
        if !force {
            let direct = dependents.filter { $0.snapshot == id }
            let hint = "Destroy or reset them first, \(Self.orForce)"
            try refuse(id, over: "dependent clones", direct.map(\.id), hint: hint)
            let datasets = copies.map(Snapshot.place) + others.map { "\(graph.nodes[id]?.pool ?? "")/branch/\($0)" }
            try refuse(
                id,
                over: "dependent datasets",
                Set(datasets).sorted(),
                hint: "Delete their snapshots and branches first, \(Self.orForce)"
            )
        }
        try checkHeads(without: copies + [id], for: id)
        return copies + [id]
    }

    /// The clones that stand in the way of these snapshots.
    func dependentClones(of ids: [Snapshot.ID]) -> [Clone] {
        let ids = Set(ids)
        return clones.filter { ids.contains($0.snapshot) }.sorted { $0.id < $1.id }
    }

    /// The snapshots that go with a branch.
    /// - Throws: ``EngineError`` `failedPrecondition` (protected), `inUse`.
    func snapshots(with branch: Branch) throws -> [Snapshot.ID] {
        guard !branch.isProtected(at: now) else {
            throw EngineError(
                .failedPrecondition,
                "branch \(branch.name) is protected",
                hint: "Unprotect it first."
            )
        }
        let own = graph.nodes.values.filter { $0.branch == branch.name }.map(\.id).sorted()
        for id in own { try checkForks(at: id, besides: branch) }
        if let clone = clones.first(where: { $0.branch == branch.name || own.contains($0.snapshot) }) {
            throw EngineError(
                .inUse,
                "snapshot \(clone.snapshot) has a dependent clone",
                detail: "Clone \"\(clone.id)\" is on branch \"\(branch.name)\".",
                hint: "Destroy it first."
            )
        }
        try checkProtection(of: own)
        // What was made of another goes before it.
        let depth = Dictionary(uniqueKeysWithValues: own.map { ($0, graph.copies(of: $0).count) })
        return own.sorted { (depth[$0] ?? 0, $0) < (depth[$1] ?? 0, $1) }
    }
}

extension GraphRemoval {
    private static let orForce = "or pass force=true."

    private func refuse(_ id: Snapshot.ID, over kind: String, _ names: [String], hint: String) throws {
        guard !names.isEmpty else { return }
        let list = names.joined(separator: ",")
        throw EngineError(.inUse, "cannot delete snapshot \(id) because it has \(kind): \(list)", hint: hint)
    }

    private func checkProtection(of ids: [Snapshot.ID]) throws {
        for node in ids.compactMap({ graph.nodes[$0] }) where node.isProtected {
            guard let end = node.protectedUntil, end <= now else {
                throw EngineError(
                    .failedPrecondition,
                    "snapshot \(node.id) is protected",
                    hint: "Unprotect it first."
                )
            }
        }
    }

    /// Other branches than its own that begin or end at a snapshot.
    private func branchesHolding(_ id: Snapshot.ID) -> [String] {
        let own = graph.nodes[id]?.branch
        return Set(graph.heads(at: id) + graph.roots(at: id)).filter { $0 != own && $0 != Branch.main }.sorted()
    }

    private func checkHeads(without gone: [Snapshot.ID], for id: Snapshot.ID) throws {
        for branch in graph.branches.values.sorted(by: { $0.name < $1.name })
        where branch.name != Branch.main && branch.head != nil {
            guard graph.survivor(of: branch.head, without: Set(gone)) == nil else { continue }
            throw EngineError(
                .inUse,
                "cannot delete snapshot \(id): branch \(branch.name) would have no snapshot left",
                hint: "Delete the branch first."
            )
        }
    }

    private func checkForks(at id: Snapshot.ID, besides branch: Branch) throws {
        let copies = graph.copies(of: id).compactMap { graph.nodes[$0]?.branch }
        let forks = Set(graph.roots(at: id) + graph.heads(at: id) + copies).subtracting([branch.name]).sorted()
        guard !forks.isEmpty else { return }
        throw EngineError(
            .inUse,
            "cannot delete branch \"\(branch.name)\": snapshot \(id) is the fork point of branch(es) "
                + "\(forks.joined(separator: ", ")); delete them first"
        )
    }
}

extension Snapshot {
    /// The part of an id before `@`, which DBLab calls the dataset.
    package static func place(_ id: Snapshot.ID) -> String {
        String(id.prefix { $0 != "@" })
    }
}
