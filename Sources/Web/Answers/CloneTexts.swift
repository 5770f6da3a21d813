import API
import Engine
import NIOCore
import Storage

/// Clones as text, each made again only when it shows something new.
struct CloneTexts {
    /// Of the same comes the same text; the snapshot is a text of its own, which many clones share.
    private struct Ingredients: Equatable {
        var version: UInt64
        var usage: StorageUsage?
        var logicalSize: Int?
    }

    /// That of the text in the document.
    let depth: Int
    private var policy: CloningPolicy?
    private var known: [String: (ingredients: Ingredients, text: GappedText)] = [:]
    private var snapshots: SnapshotTexts

    init(depth: Int) {
        self.depth = depth
        snapshots = SnapshotTexts(depth: depth + 1)
    }

    /// Writes the list of all clones.
    mutating func write(_ shown: ShownInventory, policy: CloningPolicy, to buffer: inout ByteBuffer) throws {
        if policy != self.policy {
            known = [:]
            self.policy = policy
        }
        try buffer.writeList(shown.clones, depth: depth) { try write($0, of: shown, policy, to: &$1) }
        if known.count > shown.clones.count {
            let ids = Set(shown.clones.map(\.row.id))
            known = known.filter { ids.contains($0.key) }
        }
        snapshots.keepOnly(shown.snapshots.keys)
    }

    private mutating func write(
        _ entry: InventoryEntry<DomainClone>,
        of shown: ShownInventory,
        _ policy: CloningPolicy,
        to buffer: inout ByteBuffer
    ) throws {
        let snapshot = shown.snapshots[entry.row.snapshot]
        let text = try text(of: entry, snapshot: snapshot?.row, usage: shown.usage(entry.row), policy)
        try text.write(to: &buffer) { buffer in
            guard let snapshot else { return _ = buffer.writeStaticString("null") }
            let clones = shown.cloneIDs[snapshot.row.id] ?? []
            buffer.writeBytes(try snapshots.text(of: snapshot, clones: clones, inClones: true))
        }
    }

    private mutating func text(
        of entry: InventoryEntry<DomainClone>,
        snapshot: DomainSnapshot?,
        usage: StorageUsage?,
        _ policy: CloningPolicy
    ) throws -> GappedText {
        let ingredients = Ingredients(version: entry.version, usage: usage, logicalSize: snapshot?.logicalSize)
        if let known = known[entry.row.id], known.ingredients == ingredients { return known.text }
        var value = API.Clone(
            entry.row,
            snapshot: snapshot.map { API.Snapshot($0, clones: []) },
            usage: usage,
            policy: policy
        )
        value.snapshot = nil
        let text = GappedText(
            try JSONCoding.text(value, indent: 2, zone: .local, depth: depth),
            field: "snapshot",
            value: "null",
            depth: depth + 1
        )
        known[entry.row.id] = (ingredients, text)
        return text
    }
}
