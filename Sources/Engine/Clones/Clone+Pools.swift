extension Clone {
    /// A pool that a clone has left; its revisions there go once it is ready in the next.
    package struct FormerPool: Codable, Equatable, Sendable {
        var name: String
        /// The last revision that lies there.
        var through: Int
    }

    /// The pool in which a revision lies.
    func pool(ofRevision revision: Int) -> String {
        formerPools?.first { revision <= $0.through }?.name ?? pool
    }

    /// From its next revision on it lies in this pool.
    mutating func move(to pool: String) {
        guard pool != self.pool else { return }
        formerPools = (formerPools ?? []) + [FormerPool(name: self.pool, through: revision)]
        self.pool = pool
    }

    /// Every revision up to this one is gone.
    mutating func forgetRevisions(through revision: Int) {
        removedThrough = max(removedThrough, revision)
        let rest = (formerPools ?? []).filter { $0.through > removedThrough }
        formerPools = rest.isEmpty ? nil : rest
    }
}
