/// The whole instance, the answer to `GET /status`.
public struct InstanceStatus: Codable, Hashable, Sendable {
    /// How it is doing.
    public var status: Status
    /// The software.
    public var engine: Engine
    /// The configured pools.
    @Lenient public var pools: [Pool]
    /// The clones.
    public var cloning: Cloning
    /// Where the data comes from.
    public var retrieving: Retrieving
    /// How clones run.
    public var provisioner: Provisioner
    /// Replication of the physical mode; `nil` if there is none.
    @Nullable public var synchronization: Synchronization?

    /// Creates the value field by field.
    public init(
        status: Status = .init(),
        engine: Engine = .init(),
        pools: [Pool] = [],
        cloning: Cloning = .init(),
        retrieving: Retrieving = .init(),
        provisioner: Provisioner = .init(),
        synchronization: Synchronization? = nil
    ) {
        self.status = status
        self.engine = engine
        self.pools = pools
        self.cloning = cloning
        self.retrieving = retrieving
        self.provisioner = provisioner
        self.synchronization = synchronization
    }
}
