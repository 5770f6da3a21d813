/// A state as a word for programs and a sentence for people.
public struct Status: Codable, Hashable, Sendable {
    /// The word, such as `OK` or `WARNING`.
    @Lenient public var code: String
    /// The sentence.
    @Lenient public var message: String

    /// Creates the value field by field.
    public init(
        code: String = "",
        message: String = ""
    ) {
        self.code = code
        self.message = message
    }
}
