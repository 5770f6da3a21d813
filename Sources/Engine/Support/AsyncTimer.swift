/// A tick after every interval, until its task is cancelled.
struct AsyncTimer: AsyncSequence, AsyncIteratorProtocol, Sendable {
    let interval: Duration

    func makeAsyncIterator() -> AsyncTimer { self }

    func next() async -> Void? {
        try? await Task.sleep(for: interval)
    }
}
