/// A runtime that keeps the logs of its servers, and keeps them small.
package protocol LogRotating: PostgresRuntime {
    /// Sets aside every log above the limit, in bytes, in the place of the one set aside before.
    func rotateLogs(above limit: Int) async throws
}
