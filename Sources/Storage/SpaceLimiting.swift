/// A store that can keep a dataset from growing.
package protocol SpaceLimiting: StorageDriver {
    /// Lets a dataset take so many bytes more than it shows now; who writes beyond them is told that the quota is exceeded.
    ///
    /// Only for one that nobody writes to yet.
    /// - Throws: ``StorageError`` with code `notFound` if there is no such dataset.
    func limit(_ name: DatasetName, toGrowBy bytes: Int) async throws
}
