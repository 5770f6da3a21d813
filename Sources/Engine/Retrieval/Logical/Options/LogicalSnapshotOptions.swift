/// `options` of the job `logicalSnapshot`.
package struct LogicalSnapshotOptions: Codable, Hashable, Sendable {
    /// Settings that the clones inherit.
    package var configs: [String: Scalar]?
    /// A program to run on the data directory before the snapshot.
    package var preprocessingScript: String?
    /// New names of databases by their old ones.
    package var databaseRename: [String: String]?
    package var dataPatching: DataPatching?

    /// Changes of data, such as masking.
    package struct DataPatching: Codable, Hashable, Sendable {
        package var queryPreprocessing: QueryPreprocessing?

        package init(queryPreprocessing: QueryPreprocessing? = nil) { self.queryPreprocessing = queryPreprocessing }
    }

    package init(
        configs: [String: Scalar]? = nil,
        preprocessingScript: String? = nil,
        databaseRename: [String: String]? = nil,
        dataPatching: DataPatching? = nil
    ) {
        self.configs = configs
        self.preprocessingScript = preprocessingScript
        self.databaseRename = databaseRename
        self.dataPatching = dataPatching
    }
}
