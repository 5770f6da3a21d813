import API
import Engine
import Logging
import ServiceLifecycle
import Testing
import Web

extension TestEngine {
    /// Serves on a free port while `body` runs, then shuts down gracefully.
    @discardableResult
    func serve<Value: Sendable>(
        tls: TLSFiles? = nil,
        limits: RequestLimits = RequestLimits(),
        beforeClientCloses finish: @Sendable (Value) async throws -> Void = { _ in },
        _ body: @Sendable (Client) async throws -> Value
    ) async throws -> Value {
        let (ports, source) = AsyncStream<Int>.makeStream()
        let hash = try #require(TokenHash(token: Self.token))
        let web = try WebApplication(
            services: services,
            configuration: WebConfiguration(port: 0, authentication: .token(hash), limits: limits, tls: tls),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            onListening: { source.yield($0) }
        )
        let group = ServiceGroup(configuration: .init(services: [web], logger: Logger(label: "test")))
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try #require(await ports.first { _ in true })
            let scheme = tls == nil ? "http" : "https"
            var configuration = ClientConfiguration(url: "\(scheme)://127.0.0.1:\(port)", token: Self.token)
            configuration.skipsCertificateVerification = true
            let client = try Client(configuration)
            do {
                let value = try await body(client)
                await group.triggerGracefulShutdown()
                try await tasks.waitForAll()
                try await finish(value)
                await client.shutDown()
                return value
            } catch {
                await group.triggerGracefulShutdown()
                await client.shutDown()
                throw error
            }
        }
    }
}
