/// Answers questions about a schema of a thousand tables quickly.
struct SchemaIndex: Sendable {
    let tables: [Int: Table]

    init(_ schema: DatabaseSchema) {
        tables = Dictionary(schema.tables.map { ($0.id, $0) }) { first, _ in first }
    }

    /// Tables with all that they are partitions of or inherit from.
    func withAncestors(_ ids: Set<Int>) -> Set<Int> {
        var (result, next) = (ids, Array(ids))
        while let id = next.popLast() {
            for parent in tables[id]?.parents ?? [] where result.insert(parent).inserted { next.append(parent) }
        }
        return result
    }
}
