/// The answer to requests that return no object.
public struct Acknowledgement: Codable, Hashable, Sendable {
    /// Always `OK`.
    @Lenient public var status: String
    /// What was done.
    @Lenient public var message: String
    /// What else was done on the way.
    public var detail: String?

    /// Creates the value field by field.
    public init(
        status: String = "OK",
        message: String = "",
        detail: String? = nil
    ) {
        self.status = status
        self.message = message
        self.detail = detail
    }
}
