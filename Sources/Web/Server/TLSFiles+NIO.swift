import Engine
import NIOSSL
import SystemPackage

extension TLSFiles {
    /// TLS 1.2 or later with this certificate.
    /// - Throws: ``EngineError`` that names the file.
    func configuration() throws -> TLSConfiguration {
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate.string).map {
                NIOSSLCertificateSource.certificate($0)
            }
            let key = try NIOSSLPrivateKey(file: key.string, format: .pem)
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain,
                privateKey: .privateKey(key)
            )
            configuration.minimumTLSVersion = .tlsv12
            // Finds a key of another certificate now rather than at the first client.
            _ = try NIOSSLContext(configuration: configuration)
            return configuration
        } catch {
            throw EngineError(
                .invalidArgument,
                "the TLS certificate \(certificate) and key \(key) cannot be used",
                detail: "\(error)",
                hint: "Give a PEM certificate (followed by its intermediates) and its unencrypted PEM key."
            )
        }
    }
}
