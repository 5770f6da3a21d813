package import FoundationEssentials
package import SystemPackage

/// What no dataset tells of: branches, snapshots taken of clones, and datasets that outlived their clone.
///
/// A copy of it lies in each pool, from which a lost catalog is rebuilt.
package struct GraphMirror: Codable, Equatable, Sendable {
    /// The catalog that it was copied from: a new one never overwrites what a lost one left.
    package var catalog = ""
    /// When it last said something new.
    package var writtenAt = Date(timeIntervalSince1970: 0)
    package var branches: [Branch] = []
    /// Those that were not made by a refresh, in any pool.
    package var snapshots: [Snapshot] = []
    /// The names of datasets that are kept for the snapshots in them.
    package var keptDatasets: [String] = []

    package init() {}

    /// Writes the mirror into a pool's directory, unless it says the same already.
    package func write(to pool: FilePath) throws {
        let file = MirrorFile(path: DatasetLayout.graphFile(of: catalog, in: pool))
        var same = self
        // One that cannot be read is replaced.
        if let present = try? file.read(Self.self) { same.writtenAt = present.writtenAt }
        if try !file.says(same) { try file.write(self) }
    }
}

extension GraphMirror {
    /// The files of all catalogs that left a mirror in a pool.
    package static func files(in pool: FilePath) throws -> [FilePath] {
        try FileManager.default.contentsOfDirectory(atPath: pool.string).sorted()
            .filter { $0.hasPrefix(DatasetLayout.graphPrefix) && $0.hasSuffix(".json") }.map { pool.appending($0) }
    }

    /// Reads a mirror; `nil` if the file is gone.
    package static func read(from file: FilePath) throws -> GraphMirror? { try MirrorFile(path: file).read() }

    /// Removes what lost catalogs left in a pool, once this mirror knows all of it.
    func replaceOthers(in pool: FilePath) throws {
        try write(to: pool)
        let own = DatasetLayout.graphFile(of: catalog, in: pool)
        for file in try Self.files(in: pool) where file != own {
            try FileManager.default.removeItem(atPath: file.string)
        }
    }

    /// Several mirrors as one; of what more than one tells, the latest word counts.
    static func merging(_ mirrors: [GraphMirror]) -> GraphMirror {
        mirrors.sorted { $0.writtenAt < $1.writtenAt }.reduce(into: GraphMirror()) { result, next in
            result.writtenAt = next.writtenAt
            let (branches, snapshots) = (Set(next.branches.map(\.id)), Set(next.snapshots.map(\.id)))
            result.branches = result.branches.filter { !branches.contains($0.id) } + next.branches
            result.snapshots = result.snapshots.filter { !snapshots.contains($0.id) } + next.snapshots
            result.keptDatasets = Set(result.keptDatasets).union(next.keptDatasets).sorted()
        }
    }
}
