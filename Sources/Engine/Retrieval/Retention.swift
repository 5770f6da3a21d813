package import FoundationEssentials

/// Which golden snapshots may go once newer ones are there.
package struct Retention: Sendable {
    /// How many of the newest stay in any case; at least 1.
    package var limit: Int

    package init(limit: Int = 2) { self.limit = max(1, limit) }

    /// Snapshots of refreshes beyond the newest, unless they are protected, have clones, or others were made from them.
    /// - Parameter used: snapshots that clones were made from.
    package func surplus(of snapshots: [Snapshot], used: Set<Snapshot.ID>, at now: Date) -> [Snapshot.ID] {
        // Golden snapshots are one line, whose older ones the newer do not need.
        let parents = Set(snapshots.filter { !$0.dataset.hasPrefix("base-") }.compactMap(\.parent))
        let golden = snapshots.filter { $0.dataset.hasPrefix("base-") && $0.intent == .present }
            .sorted { ($0.dataStateAt, $0.createdAt) > ($1.dataStateAt, $1.createdAt) }
        return golden.dropFirst(limit)
            .filter { !used.contains($0.id) && !parents.contains($0.id) && !$0.isProtected(at: now) }
            .map(\.id)
    }
}
