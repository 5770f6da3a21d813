import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL

/// A client of one engine's HTTP API.
///
/// Requests throw ``APIError`` when the engine refuses, and ``ClientError`` when there is no usable answer.
/// Use ``with(_:_:)``, or call ``shutDown()`` when done.
public struct Client: Sendable {
    /// Where the engine is and how to talk to it.
    public let configuration: ClientConfiguration
    let http: HTTPClient
    /// For event streams: gives up on a connection that stays silent for longer than three of the server's pings.
    let streams: HTTPClient

    /// Makes a client; connects to nothing yet.
    /// - Throws: ``ClientError/invalidURL(_:reason:)``.
    public init(_ configuration: ClientConfiguration) throws {
        self.configuration = try configuration.validated()
        http = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: Self.settings(configuration, silence: nil)
        )
        streams = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: Self.settings(configuration, silence: .seconds(50))
        )
    }

    /// Runs `body` with a client and shuts the client down afterwards.
    public static func with<Value>(
        _ configuration: ClientConfiguration,
        _ body: (Client) async throws -> Value
    ) async throws -> Value {
        let client = try Client(configuration)
        do {
            let value = try await body(client)
            await client.shutDown()
            return value
        } catch {
            await client.shutDown()
            throw error
        }
    }

    /// Closes all connections; the client is of no use afterwards.
    public func shutDown() async {
        try? await http.shutdown()
        try? await streams.shutdown()
    }

    private static func settings(
        _ configuration: ClientConfiguration,
        silence: TimeAmount?
    ) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        if configuration.skipsCertificateVerification { tls.certificateVerification = .none }
        var settings = HTTPClient.Configuration(
            tlsConfiguration: tls,
            // A redirect would carry the token to whatever host the answer names.
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(10), read: silence)
        )
        settings.connectionPool.retryConnectionEstablishment = false
        // Each `wait` takes a connection until it is over: the others must not stand in line for it.
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 1000
        settings.httpVersion = .http1Only
        return settings
    }
}
