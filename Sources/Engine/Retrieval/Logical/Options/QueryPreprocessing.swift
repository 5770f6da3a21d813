/// SQL to run on the restored data: files of a directory in order of their names, then a text.
package struct QueryPreprocessing: Codable, Hashable, Sendable {
    package var queryPath: String?
    /// How many files run at once; 1 keeps their order, and DBLab's default is 2.
    package var maxParallelWorkers: Int?
    package var inline: String?

    package init(queryPath: String? = nil, maxParallelWorkers: Int? = nil, inline: String? = nil) {
        self.queryPath = queryPath
        self.maxParallelWorkers = maxParallelWorkers
        self.inline = inline
    }

    /// Whether there is nothing to run.
    package var isEmpty: Bool { (queryPath ?? "").isEmpty && (inline ?? "").isEmpty }
}
