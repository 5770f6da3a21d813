package import FoundationEssentials

/// What never changes while the engine runs.
package struct EngineFacts: Sendable {
    package var version: String
    package var edition: String
    /// The identity of this instance, kept over restarts.
    package var instanceID: String
    package var startedAt: Date
    /// Whether the configuration cannot be changed over the API.
    package var forbidsConfigurationChanges: Bool

    package init(
        version: String,
        edition: String = "community",
        instanceID: String,
        startedAt: Date = Date(),
        forbidsConfigurationChanges: Bool = true
    ) {
        self.version = version
        self.edition = edition
        self.instanceID = instanceID
        self.startedAt = startedAt
        self.forbidsConfigurationChanges = forbidsConfigurationChanges
    }
}
