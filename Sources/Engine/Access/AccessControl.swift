/// Who may do what to which thing, as far as it depends on the thing; the rest is a matter of roles.
///
/// Administrators may do everything, so that nothing is looked up for them.
package struct AccessControl: Sendable {
    let catalog: Catalog
    let clones: CloneService
    /// Whether there are rules of masking: who is no administrator then needs masked snapshots.
    let requiresMasking: Live<Bool>

    package init(clones: CloneService, requiresMasking: Live<Bool> = Live(false)) {
        catalog = clones.catalog
        self.clones = clones
        self.requiresMasking = requiresMasking
    }

    /// - Throws: ``EngineError`` `notFound` for a clone that he is not to know of.
    package func checkSees(_ clone: Clone.ID, _ principal: Principal) throws {
        guard principal.scope.ownClonesOnly, let clone = try catalog.clone(clone) else { return }
        guard principal.owns(clone.owner) else { throw EngineError(.notFound, "clone not found") }
    }

    /// - Throws: ``EngineError`` `forbidden`, or `notFound` for a clone that he is not to know of.
    package func checkChanges(_ clone: Clone.ID, _ principal: Principal) throws {
        guard !principal.has(.admin), let clone = try catalog.clone(clone), !principal.owns(clone.owner) else { return }
        try checkSees(clone.id, principal)
        throw Self.refusal("clone \"\(clone.id)\"", of: clone.owner)
    }

    /// - Throws: ``EngineError`` `forbidden`.
    package func checkChanges(branch name: String, _ principal: Principal) throws {
        guard !principal.has(.admin), let branch = try catalog.branch(name), !principal.owns(branch.owner) else {
            return
        }
        throw Self.refusal("branch \"\(branch.name)\"", of: branch.owner)
    }

    /// - Parameter force: whether what was made of it goes as well.
    /// - Throws: ``EngineError`` `forbidden`.
    package func checkChanges(snapshot id: Snapshot.ID, force: Bool = false, _ principal: Principal) throws {
        guard !principal.has(.admin), let snapshot = try catalog.snapshot(id) else { return }
        guard principal.owns(snapshot.owner) else { throw Self.refusal("snapshot \"\(id)\"", of: snapshot.owner) }
        guard force else { return }
        let dependents = try catalog.dependents(of: id)
        for clone in dependents.clones { try checkChanges(clone.id, principal) }
        for copy in dependents.snapshots where copy != id { try checkChanges(snapshot: copy, principal) }
    }

    /// Whether he may move the head of a clone's branch: of his own, or of one that is nobody's; never of `main`.
    /// - Throws: ``EngineError`` `forbidden`.
    package func checkCommits(_ clone: Clone.ID, _ principal: Principal) throws {
        try checkChanges(clone, principal)
        guard !principal.has(.admin), let clone = try catalog.clone(clone),
            let branch = try catalog.branch(clone.branch)
        else { return }
        guard branch.name != Branch.main, branch.owner == nil || principal.owns(branch.owner) else {
            throw EngineError(
                .forbidden,
                "branch \"\(branch.name)\" is not yours to commit to",
                hint: "Create a branch of your own and clone from it, or take a snapshot that is no commit."
            )
        }
    }
}

extension AccessControl {
    /// A wish for a clone with its owner, and with the snapshot that it was admitted for.
    /// - Throws: ``EngineError`` `forbidden`, and what there is to say about snapshot and branch.
    package func admit(_ request: CloneRequest, _ principal: Principal) throws -> CloneRequest {
        var request = request
        request.owner = principal.owner
        guard narrows(principal) else { return request }
        let snapshot = try clones.snapshot(for: request)
        try check(branch: request.branch ?? snapshot.branch, principal)
        if request.snapshot != nil { try check(source: snapshot, branch: request.branch, principal) }
        try checkMasked(snapshot.id, principal)
        // Not another one that comes meanwhile.
        request.snapshot = snapshot.id
        request.branch = request.branch ?? snapshot.branch
        return request
    }

    /// What a clone is to be reset to, made definite for somebody who may not have everything.
    /// - Throws: ``EngineError`` `forbidden`, `notFound`.
    package func admit(_ target: ResetTarget, of id: Clone.ID, _ principal: Principal) throws -> ResetTarget {
        try checkChanges(id, principal)
        guard narrows(principal), target != .sameSnapshot, let clone = try catalog.clone(id),
            let snapshot = try clones.snapshot(for: target, of: clone)
        else { return target }
        if case .snapshot = target { try check(source: snapshot, branch: clone.branch, principal) }
        try checkMasked(snapshot.id, principal)
        return .snapshot(snapshot.id)
    }

    /// A wish for a branch with its owner.
    /// - Throws: ``EngineError`` `forbidden`.
    package func admit(_ request: BranchRequest, _ principal: Principal) throws -> BranchRequest {
        var request = request
        request.owner = principal.owner
        if !principal.has(.admin) { try check(branch: request.name, principal) }
        return request
    }

    /// Whether a clone is made of data that were not masked although there are rules: for the audit trail.
    package func isUnmasked(_ clone: Clone) throws -> Bool {
        try requiresMasking.value && !catalog.isMasked(clone.snapshot)
    }

    private func narrows(_ principal: Principal) -> Bool {
        !principal.has(.admin) && (requiresMasking.value || !principal.scope.isWhole)
    }

    private func check(branch: String, _ principal: Principal) throws {
        guard !principal.scope.allows(branch: branch) else { return }
        throw EngineError(
            .forbidden,
            "your token is not for branch \"\(branch.prefix(255))\"",
            hint: "It is for \(principal.scope.branches.joined(separator: ", "))."
        )
    }

    /// A snapshot of another branch may be had only as the head of one's own.
    private func check(source snapshot: Snapshot, branch: String?, _ principal: Principal) throws {
        let heads = try branch.flatMap { try catalog.branch($0)?.head }
        if heads != snapshot.id { try check(branch: snapshot.branch, principal) }
    }

    private func checkMasked(_ id: Snapshot.ID, _ principal: Principal) throws {
        guard principal.scope.maskedSnapshotsOnly || requiresMasking.value, try !catalog.isMasked(id) else { return }
        throw EngineError(
            .forbidden,
            "snapshot \"\(id)\" is not masked",
            hint: "Choose a masked snapshot, or ask an administrator."
        )
    }

    private static func refusal(_ thing: String, of owner: String?) -> EngineError {
        EngineError(
            .forbidden,
            "\(thing) is not yours",
            detail: owner.map { "It belongs to \($0)." } ?? "It belongs to nobody.",
            hint: "Ask its owner or an administrator."
        )
    }
}
