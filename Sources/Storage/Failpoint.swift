/// A place where a test may end a verb as a crash would; drivers call it before each of their effects on disk.
///
/// Once it threw it must throw for ever, so that the clean-up after a failure does not run either.
package typealias Failpoint = @Sendable () throws -> Void

/// A driver whose interrupted work leaves something in the pool's scratch directory.
package protocol ScratchSweeping: StorageDriver {
    /// Removes what verbs cut short by a crash left behind; work going on, by whatever process, is left alone.
    func sweep() async throws
}
