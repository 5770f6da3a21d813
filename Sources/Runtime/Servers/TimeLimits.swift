/// How long to wait for a server.
package struct TimeLimits: Sendable {
    /// Long enough for the recovery of a server that was not shut down.
    package var start: Duration = .seconds(600)
    /// For an end with a checkpoint, before the connections are cut without.
    package var fastStop: Duration = .seconds(60)
    /// For an immediate end, before the processes are killed.
    package var immediateStop: Duration = .seconds(10)

    package init() {}
}
