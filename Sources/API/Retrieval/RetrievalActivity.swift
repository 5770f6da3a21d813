/// What the servers are doing during a refresh.
public struct RetrievalActivity: Codable, Hashable, Sendable {
    /// Queries on the source.
    @Lenient public var source: [ServerActivity]
    /// Queries on the server that is filled.
    @Lenient public var target: [ServerActivity]

    /// Creates the value field by field.
    public init(
        source: [ServerActivity] = [],
        target: [ServerActivity] = []
    ) {
        self.source = source
        self.target = target
    }
}
