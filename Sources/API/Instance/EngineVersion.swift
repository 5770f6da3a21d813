/// The answer to `GET /healthz`.
public struct EngineVersion: Codable, Hashable, Sendable {
    /// The version.
    @Lenient public var version: String
    /// The edition.
    @Lenient public var edition: String
    /// The identity of this instance.
    @Lenient public var instanceID: String

    /// Creates the value field by field.
    public init(
        version: String = "",
        edition: String = "",
        instanceID: String = ""
    ) {
        self.version = version
        self.edition = edition
        self.instanceID = instanceID
    }
}
