/// The body of `POST /clone/{id}/reset`; empty for the clone's present snapshot.
public struct CloneResetRequest: Codable, Hashable, Sendable {
    /// The snapshot to go to.
    public var snapshotID: String?
    /// Whether to go to the newest snapshot.
    @Lenient public var latest: Bool

    /// Creates the value field by field.
    public init(
        snapshotID: String? = nil,
        latest: Bool = false
    ) {
        self.snapshotID = snapshotID
        self.latest = latest
    }
}
