/// `options` of the job `logicalRestore`.
///
/// `dockerImage` and `containerConfig` of DBLab are accepted and mean nothing here.
package struct LogicalRestoreOptions: Codable, Hashable, Sendable {
    /// Where dumps lie: those of `logicalDump`, or of any other origin.
    package var dumpLocation: String?
    /// What to restore; empty for all that is found.
    package var databases: DatabaseSelections?
    /// Whether data that cannot be restored are left out instead of ending the refresh.
    package var ignoreErrors: Bool?
    package var parallelJobs: Int?
    /// Settings of the restoring server.
    package var configs: [String: Scalar]?
    package var queryPreprocessing: QueryPreprocessing?
    /// Further arguments of `pg_restore`.
    package var customOptions: [String]?
    /// Whether to leave row-level security out.
    package var skipPolicies: Bool?

    package init(
        dumpLocation: String? = nil,
        databases: DatabaseSelections? = nil,
        ignoreErrors: Bool? = nil,
        parallelJobs: Int? = nil,
        configs: [String: Scalar]? = nil,
        queryPreprocessing: QueryPreprocessing? = nil,
        customOptions: [String]? = nil,
        skipPolicies: Bool? = nil
    ) {
        self.dumpLocation = dumpLocation
        self.databases = databases
        self.ignoreErrors = ignoreErrors
        self.parallelJobs = parallelJobs
        self.configs = configs
        self.queryPreprocessing = queryPreprocessing
        self.customOptions = customOptions
        self.skipPolicies = skipPolicies
    }
}
