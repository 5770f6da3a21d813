extension EnvironmentSettings {
    /// The URL to connect to: with forwarding, that of the tunnel's local end.
    var forwardedURL: String {
        guard !forwarding.serverURL.isEmpty, !forwarding.localPort.isEmpty,
            let scheme = url.firstRange(of: "://")
        else { return url }
        let authority = url[scheme.upperBound...].prefix { $0 != "/" }
        let path = url[authority.endIndex...]
        let isAddress = authority.hasPrefix("[")
        let host = isAddress ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        return "\(url[..<scheme.upperBound])\(host):\(forwarding.localPort)\(path)"
    }
}
