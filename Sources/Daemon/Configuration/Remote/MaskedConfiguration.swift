import Engine
import Yams

/// A configuration as it may be shown: stars for secrets, names of variables left.
struct MaskedConfiguration {
    static let stars = "****"

    private var secrets: Set<String> = []
    /// Where the secrets are written, and the paths of those whose place is not plain to see.
    private var ranges: Set<Range<Int>> = []
    private var paths: [[String]] = []
    private let text: YAMLText
    private let original: String

    private init(_ text: String) {
        original = text
        self.text = YAMLText(text)
    }

    /// - Throws: ``ConfigurationError``.
    static func text(of text: String) throws -> String {
        var mask = MaskedConfiguration(text)
        mask.look(at: try YAMLDocument.root(of: text, file: "server.yml"), path: [])
        return try mask.result()
    }

    private mutating func look(at node: Node, path: [String]) {
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping { look(at: value, path: path + [key.scalar?.string ?? ""]) }
        case .sequence(let sequence):
            for element in sequence { look(at: element, path: path) }
        case .scalar(let scalar):
            guard Self.isSecret(path), !scalar.string.isEmpty, !Self.isVariable(scalar.string) else { return }
            secrets.insert(scalar.string)
            if let start = text.index(of: node.mark), let end = text.end(of: scalar, at: start) {
                ranges.insert(start..<end)
            } else {
                paths.append(path)
            }
        default: break
        }
    }

    private func result() throws -> String {
        var result = original
        for range in ranges.sorted(by: { $0.lowerBound > $1.lowerBound }) {
            result = YAMLText(result).replacing(range, with: "\"\(Self.stars)\"")
        }
        var editor = YAMLEditor(result)
        for path in paths { try editor.set(path, to: .text(Self.stars)) }
        return Self.maskingComments(Self.replacing(secrets, in: editor.text))
    }

    /// The same secret may stand in a comment.
    private static func replacing(_ secrets: Set<String>, in text: String) -> String {
        secrets.filter { $0.count >= 6 }.sorted { $0.count > $1.count }.reduce(text) { $0.replacing($1, with: stars) }
    }

    /// Settings that were commented out.
    private static func maskingComments(_ text: String) -> String {
        text.replacing(
            #/(?m)(#[^\n]*(?i:passw(?:or)?d|secret|token|orgkey|connectionstring)["']?:[ \t]*)(\S+)([ \t]*)$/#
        ) {
            $0.2.hasPrefix("$") ? "\($0.0)" : "\($0.1)\(stars)\($0.3)"
        }
    }

    private static func isVariable(_ text: String) -> Bool { text.wholeMatch(of: #/\$(\w+|\{\w+\})/#) != nil }

    private static func isSecret(_ path: [String]) -> Bool {
        if path.contains("envs") { return true }
        let tree = path.reduce(KeyTree?.some(.all)) { tree, name in tree?.element?[name] ?? tree?[name] }
        if tree?.key?.kind.isSecret == true { return true }
        let name = (path.last ?? "").lowercased()
        return ["password", "passwd", "secret", "token", "orgkey", "apikey", "connectionstring"].contains {
            name.hasSuffix($0)
        }
    }
}
