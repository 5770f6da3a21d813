import FoundationEssentials
package import Storage

/// The pools of this engine.
package struct Pools: Sendable {
    package let all: [StoragePool]
    /// The pool that refreshes fill; without the operator's choice, the first.
    package let selected: StoragePool
    /// Whether refreshes fill no other pool; else all take turns.
    package let isPinned: Bool

    package init(selected: StoragePool, others: [StoragePool] = [], isPinned: Bool = true) {
        self.selected = selected
        self.isPinned = isPinned
        all = [selected] + others
    }

    /// The pool that the next refresh fills: of those that take turns, the one whose data are the oldest.
    package func next(after snapshots: [Snapshot]) -> StoragePool {
        guard !isPinned else { return selected }
        let golden = snapshots.filter { $0.intent == .present && $0.dataset.hasPrefix("base-") }
        let newest = Dictionary(golden.map { ($0.pool, $0.dataStateAt) }, uniquingKeysWith: max)
        return all.min { (newest[$0.name] ?? .distantPast) < (newest[$1.name] ?? .distantPast) } ?? selected
    }

    /// The pool of this name.
    /// - Throws: ``EngineError`` if it is not configured (any more).
    package func pool(_ name: String) throws -> StoragePool {
        guard let pool = all.first(where: { $0.name == name }) else {
            throw EngineError(
                .unavailable,
                "pool \"\(name)\" is not configured",
                hint: "Add it to poolManager again, or remove what refers to it."
            )
        }
        return pool
    }
}
