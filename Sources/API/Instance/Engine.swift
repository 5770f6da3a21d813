/// The engine's software and identity.
public struct Engine: Codable, Hashable, Sendable {
    /// The version.
    @Lenient public var version: String
    /// The edition; `community`.
    @Lenient public var edition: String
    /// Always true: nothing is billed.
    @Lenient public var billingActive: Bool
    /// The identity of this instance.
    @Lenient public var instanceID: String
    /// When the engine started.
    @Lenient public var startedAt: Timestamp
    /// Always false: nothing is reported.
    @Lenient public var telemetry: Bool
    /// Whether the configuration cannot be changed over the API.
    @Lenient public var disableConfigModification: Bool

    /// Creates the value field by field.
    public init(
        version: String = "",
        edition: String = "",
        billingActive: Bool = true,
        instanceID: String = "",
        startedAt: Timestamp = .zero,
        telemetry: Bool = false,
        disableConfigModification: Bool = false
    ) {
        self.version = version
        self.edition = edition
        self.billingActive = billingActive
        self.instanceID = instanceID
        self.startedAt = startedAt
        self.telemetry = telemetry
        self.disableConfigModification = disableConfigModification
    }
}
