/// How clones run.
public struct Provisioner: Codable, Hashable, Sendable {
    /// The container image; empty without containers.
    @Lenient public var dockerImage: String
    /// Options of the container.
    @Lenient public var containerConfig: [String: String]

    /// Creates the value field by field.
    public init(
        dockerImage: String = "",
        containerConfig: [String: String] = [:]
    ) {
        self.dockerImage = dockerImage
        self.containerConfig = containerConfig
    }
}
