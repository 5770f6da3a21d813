/// Events in order, from a point of the past on and without end.
package struct EventSequence: AsyncSequence, Sendable {
    let catalog: Catalog
    let start: Int64
    let subject: String?
    let wakeUps: AsyncStream<Void>

    package func makeAsyncIterator() -> Iterator {
        Iterator(catalog: catalog, subject: subject, cursor: start, wakeUps: wakeUps.makeAsyncIterator())
    }

    /// The position of one reader.
    package struct Iterator: AsyncIteratorProtocol {
        let catalog: Catalog
        let subject: String?
        var cursor: Int64
        var pending: ArraySlice<Event> = []
        var wakeUps: AsyncStream<Void>.Iterator

        /// The next event, waited for if need be; `nil` once the task is cancelled.
        package mutating func next() async throws -> Event? {
            while !Task.isCancelled {
                if let event = pending.popFirst() { return event }
                pending = try catalog.events(after: cursor, subject: subject, limit: 500)[...]
                if let last = pending.last?.id { cursor = last }
                guard pending.isEmpty else { continue }
                guard await wakeUps.next(isolation: #isolation) != nil else { return nil }
            }
            return nil
        }
    }
}
