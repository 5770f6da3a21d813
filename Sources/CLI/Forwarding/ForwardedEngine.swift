import FoundationEssentials

/// An engine behind an SSH server.
struct ForwardedEngine {
    let settings: EnvironmentSettings
    let server: ForwardingServer
    let host: String
    let port: Int

    /// - Throws: ``CommandError/usage(_:)``.
    init(_ settings: EnvironmentSettings) throws {
        self.settings = settings
        server = try ForwardingServer(settings.forwarding.serverURL)
        guard let url = URL(string: settings.url), let host = url.host(), !host.isEmpty else {
            throw CommandError.usage("--url \"\(settings.url.prefix(60))\" names no host")
        }
        self.host = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        port = url.port ?? (url.scheme == "https" ? 443 : 80)
    }

    /// The tunnel to the engine, at the port that is configured for it, or else the same as there.
    func tunnel() -> SSHTunnel { tunnel(to: port, localPort: Int(settings.forwarding.localPort) ?? port) }

    /// A tunnel to a port beside the engine.
    func tunnel(to remotePort: Int, localPort: Int) -> SSHTunnel {
        SSHTunnel(
            server: server,
            identityFile: settings.forwarding.identityFile,
            localPort: localPort,
            remoteHost: host,
            remotePort: remotePort
        )
    }

    /// The engine's URL at the local end of a tunnel.
    func url(at localPort: Int) -> String {
        var forwarded = settings
        forwarded.forwarding.localPort = "\(localPort)"
        forwarded.url = settings.url.replacing("//\(host)", with: "//127.0.0.1", maxReplacements: 1)
        return forwarded.forwardedURL
    }
}
