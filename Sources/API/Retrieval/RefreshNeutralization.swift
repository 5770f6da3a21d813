/// Something of production that a snapshot has in a harmless form only.
public struct RefreshNeutralization: Codable, Hashable, Sendable {
    /// The object, such as `subscription draws (database shop)`.
    public var object: String
    /// What was done to it.
    public var action: String

    /// Creates the value field by field.
    public init(
        object: String,
        action: String
    ) {
        self.object = object
        self.action = action
    }
}
