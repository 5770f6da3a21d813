/// Reads events in order, from any point of the past on, and waits for those to come.
package struct EventFeed: Sendable {
    private let catalog: Catalog

    package init(catalog: Catalog) { self.catalog = catalog }

    /// Events after `cursor` (`nil`: from now on), of one subject if given; ends when its task is cancelled.
    package func events(after cursor: Int64?, subject: String? = nil) throws -> EventSequence {
        // Subscribed before the first look: what comes in between is seen twice as a wake-up, never missed.
        let wakeUps = catalog.changes.subscribe()
        let start = try cursor ?? catalog.lastEventID()
        return EventSequence(catalog: catalog, start: start, subject: subject, wakeUps: wakeUps)
    }

    /// Calls `look` now and after every change until it answers something else than `nil`.
    /// - Returns: the answer, or `nil` if none came within `limit`.
    package func first<Answer: Sendable>(
        within limit: Duration,
        _ look: @Sendable @escaping () throws -> Answer?
    ) async throws -> Answer? {
        try await catalog.changes.first(within: limit, look)
    }
}
