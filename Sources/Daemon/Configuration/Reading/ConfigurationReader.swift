import Engine
import Yams

/// Compares a document with the table of keys, and collects what is wrong with it.
struct ConfigurationReader {
    let file: String
    let environment: [String: String]
    /// What is accepted.
    let tree: KeyTree
    private(set) var problems: [String] = []
    /// Keys that are given and have no effect.
    private(set) var idleKeys: Set<String> = []
    /// Where each key is given, by its path.
    private(set) var lines: [String: Int] = [:]
    private var nodesSeen = 0

    init(file: String, environment: [String: String], tree: KeyTree = .all) {
        self.tree = tree
        self.file = file
        self.environment = environment
    }

    /// The whole document with defaults filled in.
    mutating func document(_ root: Node) -> ConfigurationValue {
        value(of: root, at: tree, path: []) ?? ConfigurationValue.standard(of: tree) ?? .section([:])
    }

    mutating func report(_ path: [String], _ line: Int, _ problem: String) {
        let place = line > 0 ? "\(file):\(line)" : file
        let name = path.isEmpty ? "" : "`\(path.joined(separator: "."))` "
        let text = "\(place): \(name)\(problem)"
        if !problems.contains(text) { problems.append(text) }
    }
}

// MARK: Sections

extension ConfigurationReader {
    /// More than any real configuration has; aliases of aliases could otherwise multiply without end.
    private static let nodeLimit = 20_000

    private mutating func value(of node: Node, at tree: KeyTree, path: [String]) -> ConfigurationValue? {
        nodesSeen += 1
        guard nodesSeen <= Self.nodeLimit else {
            if nodesSeen == Self.nodeLimit + 1 { report([], 0, "has too many values") }
            return nil
        }
        if let key = tree.key {
            lines[path.joined(separator: ".")] = node.mark?.line
            if !key.status.hasEffect { idleKeys.insert(key.path) }
            return leaf(node, key: key, path: path)
        }
        if let element = tree.element { return list(node, of: element, path: path) }
        return section(node, at: tree, path: path)
    }

    private mutating func list(_ node: Node, of element: KeyTree, path: [String]) -> ConfigurationValue? {
        guard case .sequence(let sequence) = node else {
            if !node.isAbsent { report(path, node.mark?.line ?? 0, "must be a list of sections") }
            return nil
        }
        return .list(sequence.compactMap { value(of: $0, at: element, path: path + ["[]"]) })
    }

    private mutating func section(_ node: Node, at tree: KeyTree, path: [String]) -> ConfigurationValue? {
        let line = node.mark?.line ?? 0
        switch node {
        case .mapping(let mapping):
            return .section(entries(of: MergedMapping(mapping), at: tree, path: path))
        case .sequence(let sequence) where tree.children["*"] != nil:
            // A list of names, each with nothing else to say.
            let names = sequence.compactMap { $0.scalar?.string }
            if names.count != sequence.count { report(path, line, "must be a section, or a list of names") }
            return .section(Dictionary(names.map { ($0, .section([:])) }) { first, _ in first })
        case _ where node.isAbsent:
            return path.isBelowWildcard ? .section([:]) : defaults(of: tree, path: path)
        default:
            report(path, line, path.isEmpty ? "must contain sections such as `server:`" : "must be a section")
            return nil
        }
    }

    private mutating func entries(
        of mapping: MergedMapping,
        at tree: KeyTree,
        path: [String]
    ) -> [String: ConfigurationValue] {
        var values: [String: ConfigurationValue] = [:]
        for line in mapping.linesOfOddKeys { report(path, line, "has a key that is not a name") }
        for entry in mapping.entries {
            let entryPath = path + [entry.name]
            guard let child = tree[entry.name] else {
                reportUnknown(entry, path: entryPath)
                continue
            }
            values[entry.name] = value(of: entry.value, at: child, path: entryPath)
        }
        for (name, child) in tree.children where values[name] == nil && name != "*" {
            values[name] = defaults(of: child, path: path + [name])
        }
        return values
    }

    private mutating func reportUnknown(_ entry: MergedMapping.Entry, path: [String]) {
        // Keys brought along by an anchor are checked where the anchor is; `x-…` is for anchors.
        if entry.isMerged || path.count == 1 && entry.name.hasPrefix("x-") { return }
        let name = path.map(\.printable).joined(separator: ".")
        let suggestion = KeySuggestion.nearest(to: path, in: tree).map { "; did you mean `\($0)`?" } ?? ""
        report([], entry.line, "unknown key `\(name)`\(suggestion)")
    }

    /// Jobs that are not given are absent, not empty, and know their defaults themselves.
    private func defaults(of tree: KeyTree, path: [String]) -> ConfigurationValue? {
        path.starts(with: ["retrieval", "spec"]) ? nil : .standard(of: tree)
    }
}

extension [String] {
    /// Whether this is the path of something that is named by the user.
    fileprivate var isBelowWildcard: Bool { count >= 2 && self[count - 2] == "databases" }
}

extension String {
    /// Without control characters, and not endless.
    var printable: String {
        let text = String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 32 || $0.value == 127 ? "?" : $0 }))
        return text.count > 80 ? text.prefix(80) + "…" : text
    }
}
