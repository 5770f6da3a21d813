import Engine

/// A key whose value is not what it was.
struct ConfigurationChange: Equatable, Sendable {
    /// Its names joined by dots; of lists and of sections named by users, the whole.
    let key: String
    let effect: Effect

    /// When a changed value is acted on.
    enum Effect: Equatable, Sendable { case now, afterRestart, never }

    var components: [String] { key.split(separator: ".").map(String.init) }

    /// All keys that differ, sorted.
    static func all(from old: ConfigurationValue, to new: ConfigurationValue) -> [ConfigurationChange] {
        paths(old, new, .all, []).sorted().map { ConfigurationChange(key: $0, effect: effect(of: $0)) }
    }

    private static func paths(
        _ old: ConfigurationValue?,
        _ new: ConfigurationValue?,
        _ tree: KeyTree,
        _ path: [String]
    ) -> [String] {
        if old == new { return [] }
        if tree.isIndivisible { return [path.joined(separator: ".")] }
        return tree.children.flatMap { name, child in
            paths(old?.value(at: [name]), new?.value(at: [name]), child, path + [name])
        }
    }

    private static func effect(of key: String) -> Effect {
        let keys = ConfigurationKey.all.filter {
            $0.path == key || $0.path.hasPrefix("\(key).") || $0.path.hasPrefix("\(key)[]")
        }
        guard keys.contains(where: \.status.hasEffect) else { return .never }
        return keys.contains(where: \.needsRestart) ? .afterRestart : .now
    }
}

extension KeyTree {
    /// Whether what is here counts as one value: a key, a list of sections, or sections that users name.
    fileprivate var isIndivisible: Bool { key != nil || element != nil || children["*"] != nil }
}
