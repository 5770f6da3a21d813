import Checker
package import CheckerSettings
package import Engine
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// The HTTP API as a service of the daemon.
package struct WebApplication: Service {
    private let application: Application<APIResponder>

    /// - Parameter onListening: called with the port once clients can connect.
    /// - Throws: ``EngineError`` if certificate or key cannot be used.
    package init(
        services: WebServices,
        configuration: WebConfiguration,
        logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws {
        application = try Self.application(services, configuration, logger, onListening)
    }

    /// The checker of migrations with its own routes.
    package init(
        checker: CheckerConfiguration,
        facts: EngineFacts,
        configuration: WebConfiguration,
        logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        CheckerRoutes(check: MigrationCheck(checker), facts: facts, limits: configuration.limits).add(to: router)
        application = try Self.application(router, nil, nil, Metrics(), configuration, logger, onListening)
    }

    /// Serves until graceful shutdown; requests in progress are answered first.
    package func run() async throws { try await application.run() }

    /// What tests talk to.
    package static func application(
        _ services: WebServices,
        _ configuration: WebConfiguration,
        _ logger: Logger,
        _ onListening: @escaping @Sendable (_ port: Int) async -> Void = { _ in }
    ) throws -> Application<APIResponder> {
        let sessions = sessions(services, configuration)
        let router = APIRouter.router(services, limits: configuration.limits, sessions: sessions)
        return try application(router, sessions, services.audit, services.metrics, configuration, logger, onListening)
    }

    private static func sessions(_ services: WebServices, _ configuration: WebConfiguration) -> Sessions {
        Sessions(
            catalog: services.catalog,
            tokens: services.tokens,
            authentication: configuration.authentication,
            cookie: SessionCookie(instance: services.facts.instanceID, isSecure: configuration.tls != nil)
        )
    }

    private static func application(
        _ router: Router<APIContext>,
        _ sessions: Sessions?,
        _ audit: AuditTrail?,
        _ metrics: Metrics,
        _ configuration: WebConfiguration,
        _ logger: Logger,
        _ onListening: @escaping @Sendable (_ port: Int) async -> Void
    ) throws -> Application<APIResponder> {
        Application(
            responder: APIResponder(
                router: router,
                access: Access(
                    authentication: configuration.authentication,
                    tokens: sessions?.tokens,
                    sessions: sessions,
                    opensMetrics: configuration.opensMetrics
                ),
                audit: audit,
                metrics: metrics
            ),
            server: try server(configuration),
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port),
                availableConnectionsDelegate: MaximumAvailableConnections(
                    configuration.limits.connections,
                    logger: logger
                )
            ),
            onServerRunning: { await onListening($0.localAddress?.port ?? configuration.port) },
            logger: logger
        )
    }

    /// All routes as `GET /clone/{id}`, without the HEAD that comes with each GET.
    package static func routes(_ services: WebServices) -> [String] {
        let configuration = WebConfiguration(authentication: .none)
        let sessions = sessions(services, configuration)
        let router = APIRouter.router(services, limits: configuration.limits, sessions: sessions)
        return router.routes.filter { $0.method != .head }.map {
            "\($0.method.rawValue) \($0.path.description.replacing("**", with: "{id}"))"
        }
    }

    private static func server(_ configuration: WebConfiguration) throws -> HTTPServerBuilder {
        let limits = configuration.limits
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                additionalChannelHandlers: [SlowRequestGuard(limit: limits.requestTime), WebSocketUpgrade()],
                idleTimeout: TimeAmount(limits.idleTime),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: limits.headerSize,
                    maxHeaderListSize: limits.headerSize,
                    maxHeaderFieldCount: limits.headerCount
                )
            )
        )
        guard let files = configuration.tls else { return plain }
        return try .tls(plain, tlsConfiguration: try files.configuration())
    }
}
