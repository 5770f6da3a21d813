import Yams

/// The text of a configuration as a tree of YAML nodes.
enum YAMLDocument {
    /// More keys `<<` beside others in their sections than any real configuration has; each costs a reading.
    private static let mergeLimit = 100
    /// More than any real configuration has; aliases of aliases could otherwise multiply without end.
    private static let nodeLimit = 100_000

    /// Parses a text; the result has an empty section for an empty text.
    /// - Throws: ``ConfigurationError`` in one line, with the line in the file.
    static func root(of text: String, file: String) throws -> Node {
        do {
            let root = try composeTellingMergeKeysApart(text) ?? Node([(Node, Node)]())
            guard root.count(upTo: nodeLimit) < nodeLimit else {
                throw ConfigurationError("\(file): has too many values: its aliases (`*name`) stand for too much")
            }
            return root
        } catch let error as YamlError {
            throw ConfigurationError(problem(of: error, file: file))
        }
    }

    /// Several merge keys in one section are no YAML, but usual in DBLab's configurations.
    private static func composeTellingMergeKeysApart(_ original: String) throws -> Node? {
        var text = original
        for number in 0..<mergeLimit {
            do {
                return try compose(yaml: text)
            } catch let error as YamlError {
                guard case .duplicatedKeysInMapping(let names, let context) = error,
                    names.contains(MergedMapping.mergeKey),
                    let renamed = MergedMapping.renamingMergeKey(at: context.mark, in: text, number: number)
                else { throw error }
                text = renamed
            }
        }
        return try compose(yaml: text)
    }

    private static func problem(of error: YamlError, file: String) -> String {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "\(file):\(mark.line): is not YAML: \(problem)"
        case .duplicatedKeysInMapping(let names, let context):
            "\(file):\(context.mark.line): the key `\(names.joined(separator: "`, `"))` is given twice"
        case .reader(let problem, _, _, _):
            "\(file): is not YAML: \(problem)"
        default:
            "\(file): is not YAML"
        }
    }
}

extension Node {
    /// How many nodes there are with aliases written out; stops counting at a limit.
    fileprivate func count(upTo limit: Int) -> Int {
        let children: [Node]
        switch self {
        case .mapping(let mapping): children = mapping.flatMap { [$0.key, $0.value] }
        case .sequence(let sequence): children = Array(sequence)
        default: return 1
        }
        var count = 1
        for child in children where count < limit { count += child.count(upTo: limit - count) }
        return count
    }
}
