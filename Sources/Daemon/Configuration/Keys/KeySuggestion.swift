/// Finds the key that somebody may have meant.
enum KeySuggestion {
    /// The known path nearest to an unknown one; `nil` if none is near.
    static func nearest(to path: [String], in tree: KeyTree = .all) -> String? {
        let text = path.joined(separator: ".")
        let known = paths(of: tree)
        if let name = path.last, case let same = known.filter({ $0.last == name }), same.count == 1 {
            return same[0].joined(separator: ".")
        }
        let ranked = known.map { candidate in
            let name = candidate.joined(separator: ".")
            return (name: name, distance: distance(name.lowercased(), text.lowercased()))
        }
        guard let best = ranked.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }) else { return nil }
        return best.distance <= max(2, (path.last ?? "").count / 3) ? best.name : nil
    }

    /// All sections and keys without wildcards below this tree.
    private static func paths(of tree: KeyTree, below prefix: [String] = []) -> [[String]] {
        tree.children.filter { $0.key != "*" && $0.key != "[]" }.flatMap { name, child in
            [prefix + [name]] + paths(of: child, below: prefix + [name])
        }
    }

    /// The single-character changes between two texts, after Levenshtein.
    static func distance(_ left: String, _ right: String) -> Int {
        let right = Array(right)
        var row = Array(0...right.count)
        for (index, character) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let change = diagonal + (right[column] == character ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(change, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
