package import SystemPackage

/// Runs PostgreSQL servers: as processes of this machine, or in containers.
///
/// Servers outlive the engine. Every verb is idempotent, as in a storage driver.
package protocol PostgresRuntime: Sendable {
    /// Starts the server, unless it runs, and returns once it accepts connections.
    /// - Throws: ``RuntimeError``; with code `failedToStart` and the last lines of its log if it ended by itself.
    func start(_ server: ServerSpecification) async throws

    /// Stops the server if it runs, and forgets it.
    /// - Parameter mode: how much care to take; `immediate` loses nothing that was committed, only time at next start.
    func remove(_ id: ServerID, mode: ShutdownMode) async throws

    /// The state of every server this runtime owns.
    func inventory() async throws -> [ServerID: ServerState]

    /// The state of one server; `nil` if this runtime knows nothing of it.
    func state(of id: ServerID) async throws -> ServerState?

    /// Where the engine reaches a server: the directory of its Unix socket, which is closed to everybody else.
    func socketDirectory(of id: ServerID) -> FilePath

    /// Why servers that should be sandboxed are not; `nil` if they are, or if the operator wants it so.
    var sandboxGap: String? { get }

    /// Why servers are not limited as they should be; `nil` if they are.
    var limitGap: String? { get }

    /// Removes what servers left on the machine that are gone.
    func removeOrphans() async throws

    /// What keeps servers of a major version from starting, as far as it can be told without starting one.
    func obstacle(forMajor major: Int) async -> Obstacle?

    /// The last lines of what a server said, oldest first.
    func logTail(of id: ServerID, lines: Int) async -> [String]
}

extension PostgresRuntime {
    package var sandboxGap: String? { nil }
    package var limitGap: String? { nil }

    package func removeOrphans() async throws {}

    package func obstacle(forMajor major: Int) async -> Obstacle? { nil }

    package func state(of id: ServerID) async throws -> ServerState? {
        try await inventory()[id]
    }
}
