import Engine
import Yams

/// Changes single values of a YAML text; comments, order and everything else stay as they are written.
///
/// Yams tells where nodes begin. Each edit is read again: the document must then say what it said before,
/// but for the one value, and where others share that by an anchor, for theirs.
struct YAMLEditor {
    private(set) var text: String

    init(_ text: String) { self.text = text }

    /// What the document says.
    var document: ConfigurationValue {
        get throws { ConfigurationValue(try YAMLDocument.root(of: text, file: "server.yml")) }
    }

    /// Sets the value below these names, or removes it.
    /// - Throws: ``ConfigurationError`` if it is written in a way that must be edited by hand.
    mutating func set(_ path: [String], to value: ConfigurationValue?) throws {
        let before = try document
        let wanted = value?.asWritten
        guard before.value(at: path[...]) != wanted else { return }
        let isOwn = YAMLPlace(path, in: try YAMLDocument.root(of: text, file: "server.yml"), text: YAMLText(text)).isOwn
        if isOwn, case .section(let new)? = value, case .section(let old)? = before.value(at: path[...]), !new.isEmpty {
            // One by one, so that comments between them stay.
            for name in old.keys.sorted() where new[name] == nil { try set(path + [name], to: nil) }
            for (name, value) in new.sorted(by: { $0.key < $1.key }) { try set(path + [name], to: value) }
            return
        }
        let edited = try edited(path, value)
        let after = ConfigurationValue(try YAMLDocument.root(of: edited, file: "server.yml"))
        guard after == before.replacing(path[...], with: wanted) || Self.isShared(path, wanted, before, after) else {
            throw Self.mustBeEditedByHand(path)
        }
        text = edited
    }

    /// Whether what else has changed are values of the same name that were the same before, and are the same now.
    private static func isShared(
        _ path: [String],
        _ wanted: ConfigurationValue?,
        _ before: ConfigurationValue,
        _ after: ConfigurationValue
    ) -> Bool {
        let old = Dictionary(before.leaves().map { ($0.path, $0.value) }) { first, _ in first }
        let new = Dictionary(after.leaves().map { ($0.path, $0.value) }) { first, _ in first }
        let changed = Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }
        let own = changed.filter { $0.starts(with: path) }
        return after.value(at: path[...]) == wanted
            && changed.allSatisfy { place in
                own.contains { $0.last == place.last && old[$0] == old[place] && new[$0] == new[place] }
            }
    }

    private func edited(_ path: [String], _ value: ConfigurationValue?) throws -> String {
        let root = try YAMLDocument.root(of: text, file: "server.yml")
        guard let edited = YAMLPlace(path, in: root, text: YAMLText(text)).text(setting: value) else {
            throw Self.mustBeEditedByHand(path)
        }
        return edited
    }

    private static func mustBeEditedByHand(_ path: [String]) -> ConfigurationError {
        ConfigurationError(
            "`\(path.map(\.printable).joined(separator: "."))` is written in a way that cannot be changed from here: "
                + "edit server.yml by hand"
        )
    }
}
