/// What ZFS holds under a dataset, as `zfs get -Hp -r -o name,property,value …` prints it.
struct ZFSListing: Equatable {
    /// The properties asked for; all exist in zfs-fuse 0.7 as well as in OpenZFS 2.
    static let properties = [
        "type", "origin", ZFSListing.kindProperty, "used", "available", "referenced", "usedbydataset", "mountpoint",
        "compressratio",
    ]

    /// The user property by which ours are told from what others created.
    static let kindProperty = "dblab:kind"

    /// What ``kindProperty`` is set to; children and snapshots inherit it, so that only the right value counts.
    enum Kind: String {
        case pool
        case dataset
        case snapshot
    }

    private let parent: String
    /// Properties by full name; those without a value are left out.
    private let entries: [String: [String: String]]

    init(parsing text: String, under parent: String) {
        self.parent = parent
        var entries: [String: [String: String]] = [:]
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard fields.count == 3 else { continue }
            if fields[2] != "-" { entries[fields[0], default: [:]][fields[1]] = fields[2] }
        }
        self.entries = entries
    }

    /// Our datasets and snapshots.
    var inventory: StorageInventory {
        StorageInventory(
            datasets: Set(entries.keys.compactMap(dataset(fullName:))),
            snapshots: Set(entries.keys.compactMap(snapshot(fullName:)))
        )
    }

    /// Everything that stands in the way of removing a dataset, ours or not, without the parent's name.
    func contents(of name: DatasetName) -> [String] {
        let full = "\(parent)/\(name)"
        return entries.keys.filter { $0.hasPrefix("\(full)@") || $0.hasPrefix("\(full)/") }.map(shortName)
    }

    /// The clones of a snapshot, ours or not.
    func clones(of name: SnapshotName) -> [String] {
        let full = "\(parent)/\(name)"
        return entries.filter { $0.value["origin"] == full }.keys.map(shortName)
    }

    /// Whether there is something of this full name, ours or not.
    func contains(_ fullName: String) -> Bool { entries[fullName] != nil }

    /// Whether there is something of this full name that we created.
    func containsOurs(_ fullName: String) -> Bool {
        dataset(fullName: fullName) != nil || snapshot(fullName: fullName) != nil
    }

    /// A property's value.
    func value(_ property: String, of fullName: String) -> String? { entries[fullName]?[property] }

    /// A property's value in bytes.
    func bytes(_ property: String, of fullName: String) -> Int? { value(property, of: fullName).flatMap { Int($0) } }

    /// How many times smaller its data are on disk; zfs-fuse writes `1.50x`, also where exact numbers are asked for.
    func compressRatio(of fullName: String) -> Double? {
        value("compressratio", of: fullName).flatMap { Double($0.hasSuffix("x") ? $0.dropLast() : $0[...]) }
    }

    private func dataset(fullName: String) -> DatasetName? {
        guard let entry = entries[fullName], entry["type"] == "filesystem", isOurs(entry, .dataset) else { return nil }
        return fullName.hasPrefix("\(parent)/") ? DatasetName(shortName(fullName)) : nil
    }

    private func snapshot(fullName: String) -> SnapshotName? {
        guard let entry = entries[fullName], entry["type"] == "snapshot", isOurs(entry, .snapshot) else { return nil }
        return fullName.hasPrefix("\(parent)/") ? SnapshotName(shortName(fullName)) : nil
    }

    private func isOurs(_ entry: [String: String], _ kind: Kind) -> Bool {
        entry[Self.kindProperty] == kind.rawValue
    }

    private func shortName(_ fullName: String) -> String {
        fullName.hasPrefix("\(parent)/") ? String(fullName.dropFirst(parent.utf8.count + 1)) : fullName
    }
}
