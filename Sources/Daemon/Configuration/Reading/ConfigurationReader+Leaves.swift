import Engine
import Yams

extension ConfigurationReader {
    /// The value of a key; `nil` and a problem if it is of another type.
    mutating func leaf(_ node: Node, key: ConfigurationKey, path: [String]) -> ConfigurationValue? {
        if node.isAbsent || key.kind == .anything { return nil }
        do {
            return try value(of: node, kind: key.kind, hasEffect: key.status.hasEffect)
        } catch let mismatch as Mismatch {
            let given = key.kind.isSecret ? "" : mismatch.given
            report(path, mismatch.line ?? node.mark?.line ?? 0, "must be \(mismatch.expected)\(given)")
        } catch let unset as VariableExpansion.Unset {
            report(path, node.mark?.line ?? 0, "needs the environment variable \(unset.name), which is not set")
        } catch {
            report(path, node.mark?.line ?? 0, "\(error)")
        }
        return nil
    }

    /// A value of another type than expected.
    private struct Mismatch: Error {
        let expected: String
        let line: Int?
        let given: String

        init(expected: String, node: Node) {
            self.expected = expected
            line = node.mark?.line
            let text = node.scalar?.string ?? ""
            let isShort = (1...40).contains(text.count) && text.allSatisfy { !$0.isNewline }
            given = isShort ? ", not \"\(text)\"" : ""
        }
    }

    private func value(
        of node: Node,
        kind: ConfigurationKey.Kind,
        hasEffect: Bool
    ) throws -> ConfigurationValue {
        switch kind {
        case .flag: .flag(try flag(node))
        case .integer(let range): .integer(try integer(node, in: range))
        case .text: .text(try text(node))
        case .secret: .text(try expanded(node, allowsBareNames: true, hasEffect: hasEffect))
        case .credential: .text(try expanded(node, allowsBareNames: false, hasEffect: hasEffect))
        case .choice(let choices): .text(try choice(node, of: choices))
        case .texts: .list(try elements(node).map { .text(try text($0)) })
        case .choices(let choices): .list(try elements(node).map { .text(try choice($0, of: choices)) })
        case .settings: .section(try settings(node) { .text(try text($0)) })
        case .credentials:
            .section(
                try settings(node) { .text(try expanded($0, allowsBareNames: false, hasEffect: hasEffect)) }
            )
        case .anything: .section([:])
        }
    }

    private func text(_ node: Node) throws -> String {
        // The text as it is written: of numbers and of YAML's truths, such as `off`, too.
        guard let scalar = node.scalar else { throw Mismatch(expected: "text", node: node) }
        guard !scalar.string.utf8.contains(0) else { throw Mismatch(expected: "text without NUL", node: node) }
        return scalar.string
    }

    private func flag(_ node: Node) throws -> Bool {
        switch node.scalar?.string.lowercased() {
        case "true", "yes", "on", "y": true
        case "false", "no", "off", "n": false
        default: throw Mismatch(expected: "true or false", node: node)
        }
    }

    private func integer(_ node: Node, in range: ClosedRange<Int>) throws -> Int {
        guard let text = node.scalar?.string, let number = Int(text.filter { $0 != "_" }), range.contains(number) else {
            throw Mismatch(
                expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
                node: node
            )
        }
        return number
    }

    private func choice(_ node: Node, of choices: [String]) throws -> String {
        guard let text = node.scalar?.string, choices.contains(text) else {
            throw Mismatch(
                expected: choices.count == 1 ? choices[0] : "one of " + choices.joined(separator: ", "),
                node: node
            )
        }
        return text
    }

    private func elements(_ node: Node) throws -> [Node] {
        guard case .sequence(let sequence) = node else { throw Mismatch(expected: "a list", node: node) }
        return Array(sequence)
    }

    private func settings(
        _ node: Node,
        _ value: (Node) throws -> ConfigurationValue
    ) throws -> [String: ConfigurationValue] {
        guard case .mapping(let mapping) = node else { throw Mismatch(expected: "names with values", node: node) }
        let entries = MergedMapping(mapping).entries.filter { !$0.value.isAbsent }
        return Dictionary(try entries.map { ($0.name, try value($0.value)) }) { first, _ in first }
    }

    private func expanded(_ node: Node, allowsBareNames: Bool, hasEffect: Bool) throws -> String {
        let raw = try text(node)
        guard hasEffect else { return raw }
        return try VariableExpansion(environment: environment, allowsBareNames: allowsBareNames).expand(raw)
    }
}

extension ConfigurationKey.Kind {
    /// Whether values are never shown.
    var isSecret: Bool { [.secret, .credential, .credentials].contains(self) }
}

extension Node {
    /// Whether nothing is given: `key:`, `key: ~` or `key: null`.
    var isAbsent: Bool {
        guard let scalar, scalar.style == .plain else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }
}
