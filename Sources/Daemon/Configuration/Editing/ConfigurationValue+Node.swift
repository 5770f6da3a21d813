import Engine
import Yams

extension ConfigurationValue {
    /// What a document says, with aliases and merged keys written out; every scalar is a text.
    init(_ node: Node) {
        switch node {
        case .mapping(let mapping):
            let entries = MergedMapping(mapping).entries.map { ($0.name, ConfigurationValue($0.value)) }
            self = .section(Dictionary(entries) { first, _ in first })
        case .sequence(let sequence): self = .list(sequence.map { ConfigurationValue($0) })
        case .scalar(let scalar): self = .text(scalar.string)
        default: self = .text("")
        }
    }

    /// The same with every scalar as a text.
    var asWritten: ConfigurationValue {
        switch self {
        case .section(let values): .section(values.mapValues(\.asWritten))
        case .list(let values): .list(values.map(\.asWritten))
        case .text: self
        case .integer(let number): .text("\(number)")
        case .flag(let flag): .text(flag ? "true" : "false")
        }
    }
}
