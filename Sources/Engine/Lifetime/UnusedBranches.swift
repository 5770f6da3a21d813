/// Tells which branches are of use to somebody.
struct UnusedBranches: Sendable {
    var branches: [Branch]
    var snapshots: [Snapshot]
    var clones: [Clone]
    /// Branches to whose clones something happened since the last look.
    var touched: Set<String>

    /// Branches that somebody uses, or that stay in any case: those of clones, those that others were forked from.
    var used: Set<String> {
        let branchOf = Dictionary(snapshots.map { ($0.id, $0.branch) }) { first, _ in first }
        let cloned = clones.flatMap { [$0.branch, branchOf[$0.snapshot]] }.compactMap(\.self)
        let forked = branches.flatMap { branch in
            [branch.parent, branch.base.flatMap { branchOf[$0] }].compactMap(\.self).filter { $0 != branch.name }
        }
        let protected = branches.filter(\.isProtected).map(\.name)
        return touched.union(cloned).union(forked).union(protected).union([Branch.main])
    }
}
