package import Runtime
package import Storage

/// All that the ``Doctor`` looks at, collected before it judges.
package struct Evidence: Sendable {
    package var clones: [Clone] = []
    package var snapshots: [Snapshot] = []
    /// The uids of refreshes in progress, whose datasets and servers have no snapshot yet.
    package var runningRefreshes: Set<String> = []
    /// The uids of standbys.
    package var replicas: Set<String> = []
    package var survey = DatasetSurvey()
    package var servers: [ServerID: ServerState] = [:]
    package var space: [String: PoolSpace] = [:]
    /// Why servers of a major version cannot be started; nothing for those that can.
    package var obstacles: [Int: Obstacle] = [:]
    /// Client programs that were looked for and not found.
    package var missingTools: [String] = []
    /// Why clones are not sandboxed; `nil` if they are, or need not be.
    package var sandboxGap: String?
    /// Why clones are not limited as they should be.
    package var limitGap: String?
    /// Ports of clones on which somebody listens.
    package var busyPorts: Set<Int> = []

    package init() {}
}
