package import FoundationEssentials
import Storage

/// The rows of a catalog as the datasets tell them.
///
/// Pure: it decides, and touches nothing.
package struct RecoveredRows: Sendable {
    package private(set) var snapshots: [Snapshot] = []
    package private(set) var branches: [Branch] = []
    private(set) var keptDatasets: [KeptDataset] = []
    package private(set) var clones: [Clone] = []
    /// What was not clear, one line each.
    package private(set) var remarks: [String] = []

    /// - Parameter ports: where clones move whose port is another's.
    package init(_ survey: DatasetSurvey, ports: PortRange, now: Date = Date()) {
        remarks = survey.graphProblems
        for dataset in survey.datasets { remark(on: dataset) }
        keptDatasets = survey.keptDatasets
        snapshots = knownSnapshots(survey)
        clones = newestClones(survey)
        giveWayPorts(ports)
        addPlaceholders(now: now)
        branches = survey.graph.branches(of: snapshots, clones: clones)
    }

    private mutating func remark(on dataset: SurveyedDataset) {
        let place = "dataset \(dataset.name) in pool \(dataset.pool)"
        switch dataset.mirror {
        case .row: break
        case .missing: remarks.append("\(place) has no record of its own (cut-short work); it was left alone")
        case .unreadable(let reason): remarks.append("\(place) has an unreadable record; it was left alone: \(reason)")
        }
    }

    private mutating func knownSnapshots(_ survey: DatasetSurvey) -> [Snapshot] {
        var result: [Snapshot.ID: Snapshot] = [:]
        for var snapshot in survey.mirroredSnapshots {
            guard let name = try? snapshot.name, survey.snapshots[snapshot.pool]?.contains(name) == true else {
                // One that was to be removed is gone, as it should be.
                guard snapshot.intent == .present else { continue }
                remarks.append(
                    "snapshot \(snapshot.id) is not in pool \(snapshot.pool): it was never finished, or is lost"
                )
                continue
            }
            guard result[snapshot.id] == nil else {
                remarks.append(
                    "snapshot \(snapshot.id) exists twice; the one in dataset \(snapshot.dataset) was left alone"
                )
                continue
            }
            snapshot.failure = nil
            result[snapshot.id] = snapshot
        }
        return result.values.sorted { $0.id < $1.id }
    }

    private mutating func newestClones(_ survey: DatasetSurvey) -> [Clone] {
        var byUID: [String: Clone] = [:]
        for dataset in survey.datasets where !survey.isKept(dataset) {
            guard case .row(.clone(var clone)) = dataset.mirror else { continue }
            clone.pool = dataset.pool
            if let other = byUID[clone.uid], other.revision > clone.revision { continue }
            byUID[clone.uid] = clone
        }
        var byID: [Clone.ID: Clone] = [:]
        for var clone in byUID.values.sorted(by: { $0.createdAt > $1.createdAt }) {
            guard byID[clone.id] == nil else {
                remarks.append(
                    "an earlier clone \(clone.id) (\(clone.uid)) was left alone: there is a newer one of that id"
                )
                continue
            }
            clone.removedThrough = staleStart(of: clone, survey)
            byID[clone.id] = clone
        }
        return byID.values.sorted { $0.createdAt < $1.createdAt }
    }

    /// What is left of revisions before the newest is to be removed again.
    private mutating func staleStart(of clone: Clone, _ survey: DatasetSurvey) -> Int {
        let revisions = survey.datasets.filter { !survey.isKept($0) }.compactMap(\.name.cloneParts).filter {
            $0.uid == clone.uid
        }.map(\.revision)
        if let later = revisions.filter({ $0 > clone.revision }).max() {
            remarks.append(
                "clone \(clone.id) was being reset to revision \(later), which has no record; "
                    + "remove dataset clone-\(clone.uid)-r\(later) before its next reset"
            )
        }
        return min(clone.removedThrough, (revisions.min() ?? clone.revision) - 1)
    }

    private mutating func giveWayPorts(_ ports: PortRange) {
        var taken: Set<Int> = []
        // Who was there first keeps the port: its server may be running.
        for index in clones.indices {
            let old = clones[index].port
            guard !taken.insert(old).inserted else { continue }
            let reserved = taken.union(clones.map(\.port))
            guard let port = ports.firstFree(excluding: reserved) else { continue }
            taken.insert(port)
            clones[index].port = port
            remarks.append("clone \(clones[index].id) moved from port \(old), which another clone has, to \(port)")
        }
        let unplaced = Dictionary(grouping: clones, by: \.port).values.flatMap { $0.dropFirst() }
        for clone in unplaced { remarks.append("clone \(clone.id) was left out: no port is free for it") }
        clones.removeAll { clone in unplaced.contains { $0.uid == clone.uid } }
    }

    /// A clone lives on without the snapshot that it came from, but its row needs one to point at.
    private mutating func addPlaceholders(now: Date) {
        let known = Set(snapshots.map(\.id))
        for (id, clones) in Dictionary(grouping: clones, by: \.snapshot).sorted(by: { $0.key < $1.key })
        where !known.contains(id) {
            guard let name = SnapshotName("lost-\(Identifier.random(length: 12))@snap") else { continue }
            var placeholder = Snapshot(
                id: id,
                pool: clones[0].pool,
                name: name,
                branch: clones[0].branch,
                message: "lost: kept for the clones made of it",
                createdAt: now,
                // The oldest of all, so that it is never the latest.
                dataStateAt: Date(timeIntervalSince1970: 0),
                logicalSize: 0,
                physicalSize: 0,
                postgresVersion: 0
            )
            placeholder.failure = "its data were not found when the catalog was rebuilt"
            snapshots.append(placeholder)
            let names = clones.map(\.id).sorted().joined(separator: ", ")
            remarks.append("snapshot \(id) is lost; its clones (\(names)) work, but cannot be reset to it")
        }
    }
}
