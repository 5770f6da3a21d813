package import Engine
package import SystemPackage

/// Where and how the API is served.
package struct WebConfiguration: Sendable {
    package var host: String
    /// 0 for any free port.
    package var port: Int
    package var authentication: Authentication
    package var limits: RequestLimits
    package var tls: TLSFiles?
    /// Whether metrics are shown without a token.
    package var opensMetrics = Live(false)

    package init(
        host: String = "127.0.0.1",
        port: Int = 2345,
        authentication: Authentication,
        limits: RequestLimits = RequestLimits(),
        tls: TLSFiles? = nil
    ) {
        self.host = host
        self.port = port
        self.authentication = authentication
        self.limits = limits
        self.tls = tls
    }
}

/// The PEM files for HTTPS.
package struct TLSFiles: Sendable {
    /// The certificate, followed by its intermediates.
    package var certificate: FilePath
    package var key: FilePath

    package init(certificate: FilePath, key: FilePath) {
        self.certificate = certificate
        self.key = key
    }
}
