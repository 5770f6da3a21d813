/// When what replicas left behind is to be looked through: after anything has happened, and now and then while something is left.
///
/// Each look lists a pool. What depends on a snapshot may end without an event of ours, and then nobody would look again.
struct ReplicaRemovalTurns {
    private static let longestPause = 64
    private var seen: Int64?
    /// In turns without an event, until the next look; `nil` if nothing is left.
    private var remaining: Int?
    private var pause = 1

    /// Whether this turn looks, after the given last event of the catalog.
    mutating func isDue(at event: Int64) -> Bool {
        defer { seen = event }
        guard seen == event else {
            (remaining, pause) = (nil, 1)
            return true
        }
        guard let turns = remaining else { return false }
        remaining = turns > 1 ? turns - 1 : nil
        return turns <= 1
    }

    /// Something could not be removed: it is tried again, each time after twice as many turns.
    mutating func noteLeftover() {
        guard remaining == nil else { return }
        remaining = pause
        pause = min(pause * 2, Self.longestPause)
    }
}
