import FoundationEssentials
import Storage

extension GraphMirror {
    /// The branches, those included of which only snapshots and clones tell.
    func branches(of snapshots: [Snapshot], clones: [Clone]) -> [Branch] {
        let known = Dictionary(branches.map { ($0.name, $0) }) { first, _ in first }
        let lines = Dictionary(grouping: snapshots.filter { $0.failure == nil }, by: \.branch)
        let names = Set(lines.keys).union(clones.map(\.branch)).union(known.keys).union([Branch.main])
        return names.sorted().map { name in
            // Where a branch without record was forked, the datasets do not tell.
            var branch = known[name] ?? Branch(name: name, parent: name == Branch.main ? nil : Branch.main, head: nil)
            branch.head = head(of: branch, in: snapshots, line: lines[name] ?? [])
            return branch
        }
    }

    /// The recorded head, or what a refresh added since; the newest data if that head is lost.
    private func head(of branch: Branch, in snapshots: [Snapshot], line: [Snapshot]) -> Snapshot.ID? {
        let recorded = snapshots.first { $0.id == branch.head && $0.failure == nil }
        guard let recorded else { return Self.newest(line)?.id }
        let recordedIDs = Set(self.snapshots.map(\.id))
        return Self.newest(line.filter { !recordedIDs.contains($0.id) } + [recorded])?.id
    }

    private static func newest(_ snapshots: [Snapshot]) -> Snapshot? {
        snapshots.max { ($0.dataStateAt, $0.createdAt) < ($1.dataStateAt, $1.createdAt) }
    }
}

extension DatasetSurvey {
    /// Every snapshot that some mirror tells of, whether it is there or not.
    var mirroredSnapshots: [Snapshot] {
        let golden = datasets.compactMap { dataset -> Snapshot? in
            guard case .row(.snapshot(var snapshot)) = dataset.mirror else { return nil }
            // A pool may have been renamed since.
            snapshot.pool = dataset.pool
            return snapshot
        }
        return golden
            + graph.snapshots.map { snapshot in
                var snapshot = snapshot
                snapshot.pool = datasets.first { $0.name.description == snapshot.dataset }?.pool ?? snapshot.pool
                return snapshot
            }
    }

    /// The datasets that outlived their clone and are still there.
    var keptDatasets: [KeptDataset] {
        datasets.filter(isKept).map { KeptDataset(pool: $0.pool, name: $0.name.description) }
    }

    /// Whether a dataset outlived its clone.
    func isKept(_ dataset: SurveyedDataset) -> Bool { graph.keptDatasets.contains(dataset.name.description) }
}
