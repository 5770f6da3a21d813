package import FoundationEssentials

/// Which golden snapshots may go once newer ones are there.
package struct Retention: Sendable, Equatable {
    /// How many of the newest stay in any case; at least 1.
    package var limit: Int
    /// Of how many of the latest hours, days and weeks that have any the newest stays as well; in UTC, weeks begin on Monday.
    package var hourly: Int
    package var daily: Int
    package var weekly: Int

    package init(limit: Int = 2, hourly: Int = 0, daily: Int = 0, weekly: Int = 0) {
        self.limit = max(1, limit)
        self.hourly = hourly
        self.daily = daily
        self.weekly = weekly
    }

    /// Snapshots of refreshes that are not to stay, unless they are protected, have clones, or others were made from them.
    /// - Parameter used: snapshots that clones were made from.
    package func surplus(of snapshots: [Snapshot], used: Set<Snapshot.ID>, at now: Date) -> [Snapshot.ID] {
        // Golden snapshots are one line, whose older ones the newer do not need.
        let parents = Set(snapshots.filter { !$0.dataset.hasPrefix("base-") }.compactMap(\.parent))
        let golden = snapshots.filter { $0.dataset.hasPrefix("base-") && $0.intent == .present }
            .sorted { ($0.dataStateAt, $0.createdAt) > ($1.dataStateAt, $1.createdAt) }
        let kept = kept(of: golden).union(used).union(parents)
        return golden.filter { !kept.contains($0.id) && !$0.isProtected(at: now) }.map(\.id)
    }

    /// - Parameter golden: the newest first.
    private func kept(of golden: [Snapshot]) -> Set<Snapshot.ID> {
        let (hour, day, week) = (3600.0, 86400.0, 604800.0)
        return Set(golden.prefix(limit).map(\.id))
            .union(newest(of: golden, each: hour, count: hourly))
            .union(newest(of: golden, each: day, count: daily))
            // The epoch was a Thursday.
            .union(newest(of: golden, each: week, from: 4 * day, count: weekly))
    }

    /// The newest of each of so many periods.
    private func newest(
        of golden: [Snapshot],
        each period: Double,
        from start: Double = 0,
        count: Int
    ) -> [Snapshot.ID] {
        var last: Double?
        var result: [Snapshot.ID] = []
        for snapshot in golden where result.count < count {
            let number = ((snapshot.dataStateAt.timeIntervalSince1970 - start) / period).rounded(.down)
            if number != last { result.append(snapshot.id) }
            last = number
        }
        return result
    }
}
