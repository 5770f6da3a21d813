/// What the runtime remembers of a server, in a file that the server cannot write.
struct ServerRecord: Codable, Sendable {
    var dataDirectory: String
    var port: Int
    /// `nil` from before the process is started until its number is known.
    var process: ServerProcess?
}
