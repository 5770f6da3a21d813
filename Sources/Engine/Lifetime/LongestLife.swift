import FoundationEssentials

/// The longest that a clone may live.
struct LongestLife: Sendable {
    let minutes: Int

    /// - Returns: `nil` for no limit.
    init?(minutes: Int) {
        guard minutes > 0 else { return nil }
        self.minutes = minutes
    }

    func end(ofOneMadeAt start: Date) -> Date { start.addingTimeInterval(Double(minutes) * 60) }

    /// Ends a protection in time, and plans the deletion of what is not protected.
    /// - Throws: ``EngineError`` `invalidArgument` if a later deletion is asked for.
    func bound(_ isProtected: Bool, until: inout Date?, _ deleteAt: inout Date?, madeAt start: Date) throws {
        let end = end(ofOneMadeAt: start)
        if isProtected {
            until = min(until ?? end, end)
            return
        }
        guard let wish = deleteAt, wish > end else {
            deleteAt = deleteAt ?? end
            return
        }
        throw EngineError(
            .invalidArgument,
            "a clone lives \(minutes) minutes at most: deleteAt must not be later than \(end.formatted(.iso8601))",
            hint: "Ask for an earlier moment, or have cloning.maxLifetimeMinutes raised."
        )
    }
}
