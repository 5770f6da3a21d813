/// A runtime that can hold a server still, so that nobody writes its files meanwhile.
package protocol ServerPausing: PostgresRuntime {
    /// Holds every process of a server; its clients wait. Returns once all stand still.
    /// - Throws: ``RuntimeError`` if it does not run, or cannot be held.
    func pause(_ id: ServerID) async throws

    /// Lets a server go on that was held, also by an engine that is gone; others are left alone.
    func resume(_ id: ServerID) async throws
}
