/// `options` of the job `physicalSnapshot`.
package struct PhysicalSnapshotOptions: Codable, Hashable, Sendable {
    /// Settings that the clones inherit.
    package var configs: [String: Scalar]?
    /// Variables of the preprocessing script.
    package var envs: [String: Scalar]?
    /// A program to run on the data directory before the snapshot.
    package var preprocessingScript: String?
    /// New names of databases by their old ones.
    package var databaseRename: [String: String]?
    package var promotion: Promotion?
    package var scheduler: Scheduler?

    /// How a copy of the standby's data becomes a primary.
    package struct Promotion: Codable, Hashable, Sendable {
        package var queryPreprocessing: QueryPreprocessing?
        /// Settings of the server that is promoted.
        package var configs: [String: Scalar]?

        package init(queryPreprocessing: QueryPreprocessing? = nil, configs: [String: Scalar]? = nil) {
            self.queryPreprocessing = queryPreprocessing
            self.configs = configs
        }
    }

    /// When snapshots are taken, and how many are kept.
    package struct Scheduler: Codable, Hashable, Sendable {
        package var snapshot: Turn?
        package var retention: Turn?

        /// Times in cron's fields, and a number of snapshots.
        package struct Turn: Codable, Hashable, Sendable {
            package var timetable: String?
            package var limit: Int?

            package init(timetable: String? = nil, limit: Int? = nil) {
                self.timetable = timetable
                self.limit = limit
            }
        }

        package init(snapshot: Turn? = nil, retention: Turn? = nil) {
            self.snapshot = snapshot
            self.retention = retention
        }
    }

    package init(
        configs: [String: Scalar]? = nil,
        envs: [String: Scalar]? = nil,
        preprocessingScript: String? = nil,
        databaseRename: [String: String]? = nil,
        promotion: Promotion? = nil,
        scheduler: Scheduler? = nil
    ) {
        self.configs = configs
        self.envs = envs
        self.preprocessingScript = preprocessingScript
        self.databaseRename = databaseRename
        self.promotion = promotion
        self.scheduler = scheduler
    }
}
