/// The name of a snapshot: the dataset it was taken of, and a label unique within that dataset.
package struct SnapshotName: Hashable, Sendable, CustomStringConvertible {
    package let dataset: DatasetName
    package let label: DatasetName

    package init(_ label: DatasetName, of dataset: DatasetName) {
        self.dataset = dataset
        self.label = label
    }

    /// Reads the form `dataset@label`.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false).compactMap { DatasetName(String($0)) }
        guard parts.count == 2, text.utf8.count == parts[0].description.utf8.count + parts[1].description.utf8.count + 1
        else { return nil }
        self.init(parts[1], of: parts[0])
    }

    package var description: String { "\(dataset)@\(label)" }
}
