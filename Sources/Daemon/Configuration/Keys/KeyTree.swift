/// The table of keys as the tree that a document is compared with.
struct KeyTree: Sendable {
    /// The key that ends here; `nil` for a section.
    var key: ConfigurationKey?
    var children: [String: KeyTree] = [:]

    /// The tree of all keys.
    static let all = KeyTree(ConfigurationKey.all)

    init(_ keys: [ConfigurationKey] = []) {
        for key in keys { insert(key, at: key.components[...]) }
    }

    /// What belongs below a name: a key of its own, or one that stands for any.
    subscript(name: String) -> KeyTree? { children[name] ?? children["*"] }

    /// What each element of a list here looks like.
    var element: KeyTree? { children["[]"] }

    private mutating func insert(_ key: ConfigurationKey, at path: ArraySlice<String>) {
        guard let name = path.first else {
            self.key = key
            return
        }
        children[name, default: KeyTree()].insert(key, at: path.dropFirst())
    }
}
