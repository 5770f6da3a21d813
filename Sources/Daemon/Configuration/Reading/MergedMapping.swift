import Yams

/// A mapping with what its merge keys (`<<: *anchor`) bring along.
struct MergedMapping {
    static let mergeKey = "<<"

    /// One key with its value.
    struct Entry {
        var name: String
        var line: Int
        var value: Node
        /// Whether it comes from an anchor elsewhere.
        var isMerged: Bool
    }

    /// The entries by name; what is written here wins over what is merged, and of that the first.
    private(set) var entries: [Entry] = []
    /// Lines with keys that are no text.
    private(set) var linesOfOddKeys: [Int] = []
    private var names: Set<String> = []

    init(_ mapping: Node.Mapping) {
        for (key, value) in mapping where !Self.isMergeKey(key) { add(key, value, isMerged: false) }
        for (key, value) in mapping where Self.isMergeKey(key) { merge(value) }
    }

    private mutating func add(_ key: Node, _ value: Node, isMerged: Bool) {
        let line = key.mark?.line ?? 0
        guard case .scalar(let scalar) = key else {
            linesOfOddKeys.append(line)
            return
        }
        guard names.insert(scalar.string).inserted else { return }
        entries.append(Entry(name: scalar.string, line: line, value: value, isMerged: isMerged))
    }

    private mutating func merge(_ value: Node) {
        switch value {
        case .mapping(let mapping):
            for entry in MergedMapping(mapping).entries where names.insert(entry.name).inserted {
                entries.append(Entry(name: entry.name, line: entry.line, value: entry.value, isMerged: true))
            }
        case .sequence(let sequence):
            for element in sequence { merge(element) }
        default:
            linesOfOddKeys.append(value.mark?.line ?? 0)
        }
    }

    private static func isMergeKey(_ key: Node) -> Bool {
        guard case .scalar(let scalar) = key, scalar.style == .plain else { return false }
        return scalar.string == mergeKey || scalar.string.hasPrefix(mergeKey + mark)
    }

    /// No key of ours has this character.
    private static let mark = "\u{E000}"

    /// The text with the merge key that is written at this place told apart from the others of its section.
    ///
    /// `nil` if no plain merge key is written there. Lines and columns are those of YAML, from 1.
    static func renamingMergeKey(at place: Mark, in text: String, number: Int) -> String? {
        var scalars = text.unicodeScalars
        guard let start = scalars.start(ofLine: place.line),
            let key = scalars.index(start, offsetBy: place.column - 1, limitedBy: scalars.endIndex),
            scalars[key...].starts(with: mergeKey.unicodeScalars)
        else { return nil }
        scalars.insert(contentsOf: "\(mark)\(number)".unicodeScalars, at: scalars.index(key, offsetBy: 2))
        return String(scalars)
    }
}

extension String.UnicodeScalarView {
    /// Where a line starts, counted as YAML does, which knows more line breaks than `\n`.
    fileprivate func start(ofLine line: Int) -> Index? {
        var start = startIndex
        for _ in 1..<Swift.max(line, 1) {
            guard let end = self[start...].firstIndex(where: \.isLineBreak) else { return nil }
            start = index(after: end)
            if self[end] == "\r", start < endIndex, self[start] == "\n" { formIndex(after: &start) }
        }
        return start
    }
}

extension Unicode.Scalar {
    fileprivate var isLineBreak: Bool { ["\r", "\n", "\u{85}", "\u{2028}", "\u{2029}"].contains(self) }
}
