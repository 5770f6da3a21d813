/// The body of every answer that is not a success.
public struct ErrorBody: Codable, Hashable, Sendable {
    /// The kind of error, for programs: `BAD_REQUEST`, `UNAUTHORIZED`, `FORBIDDEN`, `NOT_FOUND`, `CONFLICT`, `INTERNAL_ERROR`.
    @Lenient public var code: String
    /// What is wrong, for people.
    @Lenient public var message: String
    /// More about it.
    public var detail: String?
    /// What to do about it.
    public var hint: String?

    /// Creates the value field by field.
    public init(
        code: String = "",
        message: String = "",
        detail: String? = nil,
        hint: String? = nil
    ) {
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
    }
}
