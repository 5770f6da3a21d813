import SystemPackage

/// What the runtime remembers of a server, in a file that the server cannot write.
package struct ServerRecord: Codable, Equatable, Sendable {
    var dataDirectory: String
    var port: Int
    /// `nil` from before the process is started until its number is known.
    var process: ServerProcess?
    /// Whether that process is bubblewrap, which holds the server; `nil` in records of earlier versions.
    var isSandboxed: Bool?
    /// The server inside, once it was seen to accept connections.
    var sandboxedServer: ServerProcess?
    /// Whether it waited for its data, so that bubblewrap does not work in them; `nil` for no.
    var waited: Bool?
    /// Whether it has yet to be put under its limits; `nil` for no.
    var awaitsLimits: Bool?
    /// The container in which that process is the first; `nil` for a process of the machine.
    var container: String?
}

extension ServerRecord {
    /// Whether it speaks of this server with these data and this port.
    func matches(_ server: ServerSpecification) -> Bool {
        port == server.port && FileIdentity(FilePath(dataDirectory)) == FileIdentity(server.dataDirectory)
    }
}
