import API
import Engine

/// Snapshots as text, each made again only when it shows something new.
struct SnapshotTexts {
    /// Of the same comes the same text.
    private struct Ingredients: Equatable {
        var version: UInt64
        var clones: [String]
    }

    /// That of the text in the document.
    let depth: Int
    private var known: [String: (ingredients: Ingredients, text: [UInt8])] = [:]

    init(depth: Int) { self.depth = depth }

    /// The text of one snapshot.
    /// - Parameter inClones: whether it is part of its clones, see ``API/Snapshot/inLists``.
    mutating func text(
        of entry: InventoryEntry<DomainSnapshot>,
        clones: [String],
        inClones: Bool
    ) throws -> [UInt8] {
        let ingredients = Ingredients(version: entry.version, clones: clones)
        if let known = known[entry.row.id], known.ingredients == ingredients { return known.text }
        let snapshot = API.Snapshot(entry.row, clones: clones)
        let value = inClones ? snapshot.inLists : snapshot
        let text = Array(try JSONCoding.text(value, indent: 2, zone: .local, depth: depth).utf8)
        known[entry.row.id] = (ingredients, text)
        return text
    }

    /// Forgets those that are no longer there.
    mutating func keepOnly(_ ids: some Collection<String>) {
        guard known.count > ids.count else { return }
        let ids = Set(ids)
        known = known.filter { ids.contains($0.key) }
    }
}
