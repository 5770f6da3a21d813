/// Something that a refresh left out.
public struct RefreshOmission: Codable, Hashable, Sendable {
    /// The object, such as `extension pg_cron in database shop`.
    public var object: String
    /// Why it is not there.
    public var reason: String

    /// Creates the value field by field.
    public init(
        object: String,
        reason: String
    ) {
        self.object = object
        self.reason = reason
    }
}
