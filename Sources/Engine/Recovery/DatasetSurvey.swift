package import Storage

/// A dataset as it was found in a pool.
package struct SurveyedDataset: Sendable, Equatable {
    /// What its mirror says.
    package enum Mirror: Sendable, Equatable {
        case row(DatasetMirror)
        /// There is none of its own: work on the dataset was cut short.
        case missing
        /// It cannot be understood.
        case unreadable(reason: String)
    }

    package let pool: String
    package let name: DatasetName
    package let mirror: Mirror

    package init(pool: String, name: DatasetName, mirror: Mirror) {
        self.pool = pool
        self.name = name
        self.mirror = mirror
    }
}

/// All that lies in the pools, with the mirrors of the catalog's rows.
package struct DatasetSurvey: Sendable, Equatable {
    package var datasets: [SurveyedDataset] = []
    /// The snapshots of each pool.
    package var snapshots: [String: Set<SnapshotName>] = [:]
    /// What the mirrors of graphs say; empty if no pool has one.
    package var graph = GraphMirror()
    /// Why mirrors of the graph could not be read, one line each.
    package var graphProblems: [String] = []

    package init() {}

    /// Looks at all pools and changes nothing.
    /// - Throws: what a driver throws if a pool cannot be listed.
    package init(of pools: [StoragePool]) async throws {
        var mirrors: [GraphMirror] = []
        for pool in pools {
            let inventory = try await pool.driver.inventory()
            snapshots[pool.name] = inventory.snapshots
            mirrors += try readGraphs(of: pool)
            for name in inventory.datasets.sorted(by: { $0.description < $1.description }) {
                let mirror = await Self.mirror(of: name, in: pool)
                datasets.append(SurveyedDataset(pool: pool.name, name: name, mirror: mirror))
            }
        }
        graph = GraphMirror.merging(mirrors)
    }

    private mutating func readGraphs(of pool: StoragePool) throws -> [GraphMirror] {
        try GraphMirror.files(in: pool.directory).compactMap { file in
            do { return try GraphMirror.read(from: file) } catch {
                graphProblems.append("the record of branches \(file) is unreadable; it was left alone: \(error)")
                return nil
            }
        }
    }

    private static func mirror(of name: DatasetName, in pool: StoragePool) async -> SurveyedDataset.Mirror {
        do {
            let directory = try await pool.driver.directory(of: name)
            guard let mirror = try DatasetMirror.read(from: directory) else { return .missing }
            // A new clone still has the mirror of the snapshot that it was made of.
            return try mirror.belongs(to: name) ? .row(mirror) : .missing
        } catch {
            return .unreadable(reason: "\(error)")
        }
    }
}

extension DatasetMirror {
    /// Whether this is the mirror of that dataset, not a copy that came along with the data.
    func belongs(to name: DatasetName) throws -> Bool {
        switch self {
        case .clone(let clone): try clone.dataset(revision: clone.revision) == name
        case .snapshot(let snapshot): snapshot.dataset == name.description
        }
    }
}

extension DatasetName {
    /// The uid and the revision in the name of a clone's dataset; `nil` for others.
    var cloneParts: (uid: String, revision: Int)? {
        let parts = description.split(separator: "-")
        guard parts.count == 3, parts[0] == "clone", parts[2].first == "r", let revision = Int(parts[2].dropFirst())
        else { return nil }
        return (String(parts[1]), revision)
    }
}
