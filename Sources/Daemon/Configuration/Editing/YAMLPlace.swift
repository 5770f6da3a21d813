import Engine
import Yams

/// Where a value is written in a text, or where it would have to be.
struct YAMLPlace {
    /// One entry of a mapping on the way down.
    private struct Step {
        let name: String
        let key: Node
        let value: Node
        /// Where the entry of a block mapping that comes next begins, in this mapping or around it.
        let nextLine: Int

        /// Whether the value is written elsewhere: an alias comes after its anchor.
        var isAlias: Bool {
            guard let key = key.mark, let value = value.mark else { return false }
            return (value.line, value.column) < (key.line, key.column)
        }
    }

    private let text: YAMLText
    private let root: Node
    private let path: [String]
    /// The entries that are there, from the top.
    private var steps: [Step] = []
    /// Whether the way leads through an alias, into what belongs to another place.
    private var isElsewhere = false
    /// How many of them lead into a mapping in braces; `nil` if none does.
    private var flowDepth: Int?

    init(_ path: [String], in root: Node, text: YAMLText) {
        self.path = path
        self.root = root
        self.text = text
        var node = root
        var nextLine = text.lineCount + 1
        for name in path {
            isElsewhere = steps.last?.isAlias ?? false
            guard !isElsewhere, case .mapping(let mapping) = node else { return }
            if text.beginsFlow(at: node.mark) {
                flowDepth = steps.count
                return
            }
            let pairs = Array(mapping)
            guard let index = pairs.firstIndex(where: { $0.key.scalar?.string == name }) else { return }
            if index + 1 < pairs.count, let line = pairs[index + 1].key.mark?.line { nextLine = line }
            steps.append(Step(name: name, key: pairs[index].key, value: pairs[index].value, nextLine: nextLine))
            node = pairs[index].value
        }
    }

    /// Whether the value is written out here, and not merged or an alias.
    var isOwn: Bool { !isElsewhere && flowDepth == nil && steps.count == path.count && steps.last?.isAlias != true }

    /// The text with another value here, or without it; `nil` if that is beyond what can be done safely.
    func text(setting value: ConfigurationValue?) -> String? {
        if isElsewhere { return nil }
        if let flowDepth { return replacingFlow(flowDepth, with: value) }
        if steps.count < path.count { return value.flatMap { inserting($0) } }
        guard let value else { return removing() }
        return replacing(with: value)
    }

    // MARK: Replacing

    private func replacing(with value: ConfigurationValue) -> String? {
        guard let step = steps.last else { return nil }
        if step.isAlias { return replacingLines(of: step, with: value) }
        if case .scalar(let scalar) = step.value, !scalar.isBlock, value.isInline {
            if step.value.isAbsent, scalar.string.isEmpty { return afterColon(of: step, YAMLRendering.flow(value)) }
            if let start = text.index(of: step.value.mark), let end = text.end(of: scalar, at: start) {
                return text.replacing(start..<end, with: YAMLRendering.flow(value))
            }
        }
        if text.beginsFlow(at: step.value.mark), let start = text.index(of: step.value.mark),
            let end = text.endOfFlow(at: start), value.isInline || text.characters[start] == "["
        {
            return text.replacing(start..<end, with: YAMLRendering.flow(value))
        }
        return replacingLines(of: step, with: value)
    }

    private func replacingLines(of step: Step, with value: ConfigurationValue) -> String? {
        guard let range = lines(of: step), let indent = step.key.mark.map({ $0.column - 1 }) else { return nil }
        return text.replacing(range, with: YAMLRendering.block(step.name, value, indent: indent))
    }

    /// Writes behind `name:`, where nothing is.
    private func afterColon(of step: Step, _ value: String) -> String? {
        guard case .scalar(let key) = step.key, let start = text.index(of: step.key.mark),
            var index = text.end(of: key, at: start)
        else { return nil }
        while text.characters.indices.contains(index), text.characters[index] == " " { index += 1 }
        guard text.characters.indices.contains(index), text.characters[index] == ":" else { return nil }
        return text.replacing(index + 1..<index + 1, with: " " + value)
    }

    private func replacingFlow(_ depth: Int, with value: ConfigurationValue?) -> String? {
        let node = depth == 0 ? root : steps[depth - 1].value
        guard let start = text.index(of: node.mark), let end = text.endOfFlow(at: start) else { return nil }
        let changed = ConfigurationValue(node).replacing(path[depth...], with: value)
        return text.replacing(start..<end, with: YAMLRendering.flow(changed))
    }

    // MARK: Removing

    private func removing() -> String? {
        guard let step = steps.last, let range = lines(of: step) else { return nil }
        let parent = steps.count == 1 ? root : steps[steps.count - 2].value
        if case .mapping(let mapping) = parent, mapping.count == 1, steps.count > 1 {
            // A section without entries would mean nothing at all.
            var place = self
            place.steps.removeLast()
            return place.replacing(with: .section([:]))
        }
        return text.replacing(range, with: "")
    }

    // MARK: Inserting

    private func inserting(_ value: ConfigurationValue) -> String? {
        let parent = steps.last?.value ?? root
        let missing = path[steps.count...]
        let nested = missing.dropFirst().reversed().reduce(value) { .section([$1: $0]) }
        guard let name = missing.first else { return nil }
        if steps.last?.isAlias == true { return nil }
        if case .mapping(let mapping) = parent, let last = Array(mapping).last, let first = mapping.first?.key.mark {
            let end = steps.last.map(\.nextLine) ?? text.lineCount + 1
            guard last.key.mark.map({ $0.line < end }) ?? false else { return nil }
            return inserting(YAMLRendering.block(name, nested, indent: first.column - 1), beforeIdleLinesAt: end)
        }
        if steps.isEmpty { return text.replacing(0..<0, with: YAMLRendering.block(name, nested, indent: 0)) }
        guard parent.isAbsent, let step = steps.last, let indent = step.key.mark.map({ $0.column - 1 }) else {
            return nil
        }
        let line = (step.key.mark?.line ?? 0) + 1
        let entry = YAMLRendering.block(name, nested, indent: indent + 2)
        return parent.scalar?.string.isEmpty == true ? inserting(entry, atLine: line) : nil
    }

    private func inserting(_ entry: String, beforeIdleLinesAt end: Int) -> String {
        inserting(entry, atLine: lastLine(before: end) + 1)
    }

    private func inserting(_ entry: String, atLine line: Int) -> String {
        let index = text.start(ofLine: line)
        let needsBreak = index > 0 && !YAMLText.isLineBreak(text.characters[index - 1])
        return text.replacing(index..<index, with: (needsBreak ? "\n" : "") + entry)
    }

    // MARK: Lines

    /// The lines of an entry, without what is idle behind it.
    private func lines(of step: Step) -> Range<Int>? {
        guard let mark = step.key.mark, let start = text.index(of: mark), mark.line < step.nextLine else { return nil }
        let first = text.start(ofLine: mark.line)
        // Behind a dash or on one line with its parent there is more than this entry.
        guard text.characters[first..<start].allSatisfy({ $0 == " " }) else { return nil }
        return first..<text.start(ofLine: lastLine(before: step.nextLine) + 1)
    }

    private func lastLine(before end: Int) -> Int {
        var line = min(end, text.lineCount + 1) - 1
        while line > 1, text.isIdle(line: line) { line -= 1 }
        return line
    }
}

extension Node.Scalar {
    fileprivate var isBlock: Bool { style == .literal || style == .folded }
}

extension ConfigurationValue {
    /// Whether it is written within one line anyway.
    fileprivate var isInline: Bool {
        switch self {
        case .section(let values): values.isEmpty
        case .list(let values): values.isEmpty
        default: true
        }
    }
}
