import API
import Engine
import NIOCore
import Storage

/// Clones as text, each made again only when it shows something new.
struct CloneTexts {
    /// A clone's text, with all that it shows and its row does not tell.
    private struct Known {
        var usage: StorageUsage?
        /// The reading of its snapshot.
        var snapshot: UInt64?
        var text: GappedText
    }

    /// Of the same comes the same list.
    private struct Ingredients: Equatable {
        var inventory: UInt64
        var measurements: UInt64
        var policy: CloningPolicy
    }

    /// That of the text in the document.
    let depth: Int
    private var last: (ingredients: Ingredients, list: ByteBuffer)?
    /// By the reading of the clone, which no other has.
    private var known: [UInt64: Known] = [:]
    private var snapshots: SnapshotTexts

    init(depth: Int) {
        self.depth = depth
        snapshots = SnapshotTexts(depth: depth + 1)
    }

    /// The list of all clones.
    /// - Parameter measurements: the version of what ``ShownInventory/usage(_:)`` tells.
    mutating func list(_ shown: ShownInventory, measurements: UInt64, policy: CloningPolicy) throws -> ByteBuffer {
        let present = Ingredients(inventory: shown.version, measurements: measurements, policy: policy)
        if let last, last.ingredients == present { return last.list }
        if policy != last?.ingredients.policy { known = [:] }
        var list = ByteBuffer()
        list.reserveCapacity(last?.list.readableBytes ?? 0)
        try write(shown, policy, to: &list)
        last = (present, list)
        return list
    }

    private mutating func write(_ shown: ShownInventory, _ policy: CloningPolicy, to list: inout ByteBuffer) throws {
        var written: [UInt64: Known] = [:]
        written.reserveCapacity(shown.clones.count)
        var shared: [String: [UInt8]] = [:]
        try list.writeList(shown.clones, depth: depth) { entry, list in
            let snapshot = shown.snapshots[entry.row.snapshot]
            let clone = try text(of: entry, snapshot: snapshot, usage: shown.usage(entry.row), policy)
            written[entry.version] = clone
            try clone.text.write(to: &list) { _, list in
                guard let snapshot else { return _ = list.writeStaticString("null") }
                // Many clones share it.
                let text = try shared[snapshot.row.id] ?? text(of: snapshot, in: shown)
                shared[snapshot.row.id] = text
                list.writeBytes(text)
            }
        }
        known = written
        snapshots.keepOnly(shown.snapshots.keys)
    }

    private mutating func text(
        of snapshot: InventoryEntry<DomainSnapshot>,
        in shown: ShownInventory
    ) throws -> [UInt8] {
        try snapshots.text(of: snapshot, clones: shown.cloneIDs[snapshot.row.id] ?? [], inClones: true)
    }

    private func text(
        of entry: InventoryEntry<DomainClone>,
        snapshot: InventoryEntry<DomainSnapshot>?,
        usage: StorageUsage?,
        _ policy: CloningPolicy
    ) throws -> Known {
        if let known = known[entry.version], known.usage == usage, known.snapshot == snapshot?.version { return known }
        var value = API.Clone(
            entry.row,
            snapshot: snapshot.map { API.Snapshot($0.row, clones: []) },
            usage: usage,
            policy: policy
        )
        value.snapshot = nil
        let text = GappedText(
            try JSONCoding.text(value, indent: 2, zone: .local, depth: depth),
            gaps: [.init(field: "snapshot", value: "null", depth: depth + 1)]
        )
        return Known(usage: usage, snapshot: snapshot?.version, text: text)
    }
}
