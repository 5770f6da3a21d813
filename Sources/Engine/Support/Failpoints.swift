import Glibc

/// Places where tests may stop the engine as a crash would.
///
/// In debug builds, `DBLAB_FAILPOINT=<place>` in the environment kills the process with SIGKILL when it gets there,
/// and a test in the same process may put an ``action`` of its own. Release builds contain none of it.
package enum Failpoints {
    #if DEBUG
        /// What to do at each place instead of reading the environment.
        @TaskLocal package static var action: (@Sendable (_ place: String) throws -> Void)?

        private static let deadlyPlace: String? = getenv("DBLAB_FAILPOINT").map { String(cString: $0) }
    #endif

    /// Marks a place between two effects.
    @inline(__always)
    package static func hit(_ place: @autoclosure () -> String) throws {
        #if DEBUG
            if let action { return try action(place()) }
            if let deadlyPlace, deadlyPlace == place() { kill(getpid(), SIGKILL) }
        #endif
    }
}

/// Thrown by a test's ``Failpoints/action`` to stop the work in hand as a crash would.
package struct FailpointError: Error {
    /// Where it stopped.
    package let place: String

    package init(place: String) { self.place = place }
}
