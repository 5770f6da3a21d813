/// Something of production that the golden copy has in a harmless form only.
package struct Neutralization: Codable, Hashable, Sendable {
    /// Such as `subscription draws (database shop)`.
    package var object: String
    /// What was done to it.
    package var action: String

    package init(_ object: String, _ action: String) {
        self.object = object
        self.action = action
    }
}
