import FoundationEssentials

/// Tells which snapshots are of use to somebody.
struct UnusedSnapshots: Sendable {
    var snapshots: [Snapshot]
    /// Snapshots that clones are made of, or were since the last look.
    var touched: Set<Snapshot.ID>
    /// Snapshots at the heads of branches, and where they were forked.
    var heads: Set<Snapshot.ID>

    /// Snapshots that somebody uses, or that stay in any case: the newest of each pool is what new clones are made of.
    var used: Set<Snapshot.ID> {
        let newest = Dictionary(grouping: snapshots.filter { $0.dataset.hasPrefix("base-") }, by: \.pool).values
            .compactMap { $0.max { ($0.dataStateAt, $0.createdAt) < ($1.dataStateAt, $1.createdAt) }?.id }
        let protected = snapshots.filter(\.isProtected).map(\.id)
        // Golden snapshots are one line, whose older ones the newer do not need.
        let parents = snapshots.filter { !$0.dataset.hasPrefix("base-") }.compactMap(\.parent)
        return touched.union(heads).union(newest).union(protected).union(parents)
    }
}
