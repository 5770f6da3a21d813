/// `options` of the job `logicalDump`.
///
/// `dockerImage` and `containerConfig` of DBLab are accepted and mean nothing here.
package struct LogicalDumpOptions: Codable, Hashable, Sendable {
    /// Where the dump goes; without it, into the new dataset, and it is removed at the end.
    package var dumpLocation: String?
    package var source: SourceOptions?
    /// What to take; empty for all databases.
    package var databases: DatabaseSelections?
    package var parallelJobs: Int?
    package var immediateRestore: ImmediateRestore?
    /// Further arguments of `pg_dump`.
    package var customOptions: [String]?
    package var ignoreErrors: Bool?

    /// Restoring while dumping, without a dump in between.
    package struct ImmediateRestore: Codable, Hashable, Sendable {
        package var enabled: Bool?
        /// Settings of the restoring server.
        package var configs: [String: Scalar]?
        /// Further arguments of `pg_restore`.
        package var customOptions: [String]?

        package init(enabled: Bool? = nil, configs: [String: Scalar]? = nil, customOptions: [String]? = nil) {
            self.enabled = enabled
            self.configs = configs
            self.customOptions = customOptions
        }
    }

    package init(
        dumpLocation: String? = nil,
        source: SourceOptions? = nil,
        databases: DatabaseSelections? = nil,
        parallelJobs: Int? = nil,
        immediateRestore: ImmediateRestore? = nil,
        customOptions: [String]? = nil
    ) {
        self.dumpLocation = dumpLocation
        self.source = source
        self.databases = databases
        self.parallelJobs = parallelJobs
        self.immediateRestore = immediateRestore
        self.customOptions = customOptions
    }
}
