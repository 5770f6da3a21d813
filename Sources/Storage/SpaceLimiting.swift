/// A store that can keep a dataset from growing.
///
/// XFS cannot: it counts blocks that files share for each of them in full.
package protocol SpaceLimiting: StorageDriver {
    /// Lets a dataset take so many bytes more than it shows now; who writes beyond them is told that the quota is exceeded.
    ///
    /// Only for one that nobody writes to yet.
    /// - Returns: Whether it is limited; it is not where the operator has not set the store up for that.
    /// - Throws: ``StorageError`` with code `notFound` if there is no such dataset.
    @discardableResult
    func limit(_ name: DatasetName, toGrowBy bytes: Int) async throws -> Bool
}
