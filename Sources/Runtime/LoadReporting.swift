/// A runtime that knows what its servers take of the machine.
package protocol LoadReporting: PostgresRuntime {
    /// What every server that runs took so far.
    func loads() async throws -> [ServerID: ServerLoad]
}

/// What a server takes of the machine.
package struct ServerLoad: Equatable, Sendable {
    /// Of all its processes since it started, also of those that have ended.
    package var processorTime: Duration
    /// Bytes of memory; what its processes share counts once.
    package var memory: Int

    package init(processorTime: Duration, memory: Int) {
        self.processorTime = processorTime
        self.memory = memory
    }
}
