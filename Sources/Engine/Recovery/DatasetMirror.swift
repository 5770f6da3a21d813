package import SystemPackage

/// The copy of a catalog row that lies in its dataset, from which a lost catalog is rebuilt.
package enum DatasetMirror: Codable, Equatable, Sendable {
    case clone(Clone)
    case snapshot(Snapshot)

    /// Writes the mirror into a dataset's directory, unless it says the same already; readable by the engine only.
    package func write(to dataset: FilePath) throws {
        try MirrorFile(path: DatasetLayout.mirrorFile(in: dataset)).write(self)
    }

    /// Reads the mirror of a dataset; `nil` if there is none.
    package static func read(from dataset: FilePath) throws -> DatasetMirror? {
        try MirrorFile(path: DatasetLayout.mirrorFile(in: dataset)).read()
    }
}
