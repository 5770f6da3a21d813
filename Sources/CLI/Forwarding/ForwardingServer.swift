import FoundationEssentials

/// The SSH server that forwards to the engine, as `ssh://user@host:22`.
struct ForwardingServer: Hashable, Sendable {
    var user: String?
    var host: String
    var port: Int?

    /// - Throws: ``CommandError/usage(_:)``.
    init(_ text: String) throws {
        guard !text.isEmpty else {
            throw CommandError.usage(
                "no SSH server is known: pass --forwarding-server-url ssh://USER@HOST:22, "
                    + "or set DBLAB_CLI_FORWARDING_SERVER_URL"
            )
        }
        let hasScheme = text.contains("://")
        guard let url = URL(string: hasScheme ? text : "ssh://\(text)"), url.scheme == "ssh", let host = url.host(),
            Self.isPlain(host), url.password() == nil, url.path().isEmpty || url.path() == "/", url.query() == nil
        else {
            throw CommandError.usage(
                "--forwarding-server-url \"\(text.prefix(60))\" is not of the form ssh://USER@HOST:22"
            )
        }
        user = url.user()
        guard user.map(Self.isPlain) ?? true else {
            throw CommandError.usage("--forwarding-server-url has a user that cannot be one")
        }
        self.host = host
        port = url.port
    }

    /// What `ssh` takes for it, after its options.
    var destination: String { (user.map { "\($0)@" } ?? "") + host }

    /// Nothing that `ssh` or the user's configuration of it could read as something else.
    private static func isPlain(_ text: String) -> Bool {
        !text.isEmpty && !text.hasPrefix("-")
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && ($0.properties.isAlphabetic || "0123456789._-:[]".unicodeScalars.contains($0))
            }
    }
}
