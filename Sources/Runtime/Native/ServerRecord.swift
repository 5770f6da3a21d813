/// What the runtime remembers of a server, in a file that the server cannot write.
struct ServerRecord: Codable, Equatable, Sendable {
    var dataDirectory: String
    var port: Int
    /// `nil` from before the process is started until its number is known.
    var process: ServerProcess?
    /// Whether that process is bubblewrap, which holds the server; `nil` in records of earlier versions.
    var isSandboxed: Bool?
    /// The server inside, once it was seen to accept connections.
    var sandboxedServer: ServerProcess?
    /// Whether it has yet to be put under its limits; `nil` for no.
    var awaitsLimits: Bool?
}
