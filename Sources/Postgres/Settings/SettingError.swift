/// A setting that a server must not or cannot have.
package struct SettingError: Error, Hashable, CustomStringConvertible {
    /// The name as it was given.
    package let name: String
    /// What is wrong with it, and what would be right; one line.
    package let description: String

    package init(_ name: String, _ description: String) {
        self.name = name
        self.description = description
    }
}
