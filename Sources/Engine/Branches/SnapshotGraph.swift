package import FoundationEssentials
import GRDB

/// The snapshots that users see and the branches, and how they hang together.
///
/// Pure: it answers and decides, and touches nothing.
package struct SnapshotGraph: Sendable {
    /// What the graph knows of a snapshot.
    package struct Node: Sendable, Equatable, Decodable, FetchableRecord {
        package var id: Snapshot.ID
        package var pool: String
        package var branch: String
        /// The snapshot before it in the line.
        package var parent: Snapshot.ID?
        /// The snapshot that its data were made from.
        package var origin: Snapshot.ID?
        package var isProtected: Bool
        package var protectedUntil: Date?

        package init(
            id: Snapshot.ID,
            pool: String = "pool",
            branch: String = Branch.main,
            parent: Snapshot.ID? = nil,
            origin: Snapshot.ID? = nil,
            isProtected: Bool = false,
            protectedUntil: Date? = nil
        ) {
            self.id = id
            self.pool = pool
            self.branch = branch
            self.parent = parent
            self.origin = origin
            self.isProtected = isProtected
            self.protectedUntil = protectedUntil
        }
    }

    package let nodes: [Snapshot.ID: Node]
    package let branches: [String: Branch]
    private let childrenByParent: [Snapshot.ID: [Snapshot.ID]]
    private let copiesByOrigin: [Snapshot.ID: [Snapshot.ID]]

    /// - Parameter nodes: oldest first.
    package init(nodes: [Node], branches: [Branch]) {
        self.nodes = Dictionary(nodes.map { ($0.id, $0) }) { first, _ in first }
        self.branches = Dictionary(branches.map { ($0.name, $0) }) { first, _ in first }
        childrenByParent = Self.group(nodes, by: \.parent)
        copiesByOrigin = Self.group(nodes, by: \.origin)
    }

    private static func group(
        _ nodes: [Node],
        by key: (Node) -> Snapshot.ID?
    ) -> [Snapshot.ID: [Snapshot.ID]] {
        var result: [Snapshot.ID: [Snapshot.ID]] = [:]
        for node in nodes {
            if let key = key(node) { result[key, default: []].append(node.id) }
        }
        return result
    }
}

extension SnapshotGraph {
    /// The snapshot and all before it, the newest first.
    package func line(from id: Snapshot.ID?) -> [Snapshot.ID] {
        var result: [Snapshot.ID] = []
        var seen: Set<Snapshot.ID> = []
        var next = id
        while let id = next, let node = nodes[id], seen.insert(id).inserted {
            result.append(id)
            next = node.parent
        }
        return result
    }

    /// The snapshots of a branch from its head back to where it was forked, that one included.
    package func line(of branch: Branch) -> [Snapshot.ID] {
        let line = line(from: branch.head)
        guard let base = branch.base, let end = line.firstIndex(of: base) else { return line }
        return Array(line[...end])
    }

    /// The snapshots that follow directly, oldest first.
    package func children(of id: Snapshot.ID) -> [Snapshot.ID] { childrenByParent[id] ?? [] }

    /// The branches whose head this is, by name.
    package func heads(at id: Snapshot.ID) -> [String] { branches.values.filter { $0.head == id }.map(\.name).sorted() }

    /// The branches that were forked here, by name.
    package func roots(at id: Snapshot.ID) -> [String] { branches.values.filter { $0.base == id }.map(\.name).sorted() }

    /// The snapshots whose data were made from those of this one, directly or not, the farthest first.
    package func copies(of id: Snapshot.ID) -> [Snapshot.ID] {
        var result: [Snapshot.ID] = []
        var seen: Set = [id]
        var waiting = [id]
        while let next = waiting.popLast() {
            for copy in copiesByOrigin[next] ?? [] where seen.insert(copy).inserted {
                result.append(copy)
                waiting.append(copy)
            }
        }
        return result.reversed()
    }

    /// The nearest snapshot of the line that stays when some go; `id` itself if it stays.
    package func survivor(of id: Snapshot.ID?, without gone: Set<Snapshot.ID>) -> Snapshot.ID? {
        line(from: id).first { !gone.contains($0) }
    }
}
