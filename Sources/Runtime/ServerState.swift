/// What a server is doing.
package enum ServerState: Sendable, Equatable {
    /// It is known, and no process of it runs.
    case stopped
    /// Its process runs, but does not accept connections (yet).
    case starting
    /// It accepts connections.
    case running
}

/// How a server is stopped; PostgreSQL's own words.
package enum ShutdownMode: String, Sendable {
    /// Disconnects clients, writes a checkpoint, ends cleanly.
    case fast
    /// Ends at once; the next start replays the log.
    case immediate
}
