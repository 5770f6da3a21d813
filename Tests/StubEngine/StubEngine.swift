import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A real HTTP server on a free loopback port that gives scripted answers and records what it was asked.
package final class StubEngine: Sendable {
    /// Where it listens, such as `http://127.0.0.1:40123`.
    package let url: String
    private let state: Recorder

    private init(url: String, state: Recorder) {
        self.url = url
        self.state = state
    }

    /// What it was asked so far, in order.
    package var requests: [StubRequest] { state.requests }

    /// Runs `body` with a server that answers by `script`, and stops the server afterwards.
    package static func with<Value: Sendable>(
        _ script: @escaping @Sendable (StubRequest) -> StubAnswer,
        _ body: @Sendable (StubEngine) async throws -> Value
    ) async throws -> Value {
        let state = Recorder()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let application = Application(
            responder: CallbackResponder { (request: Request, _: BasicRequestContext) in
                try await Self.answer(request, script, state)
            },
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in _ = port.yield(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "stub") { _ in SwiftLogNoOpLogHandler() }
        )
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runService(gracefulShutdownSignals: []) }
            defer { group.cancelAll() }
            var iterator = ports.makeAsyncIterator()
            guard let number = await iterator.next() else { throw CancellationError() }
            return try await body(StubEngine(url: "http://127.0.0.1:\(number)", state: state))
        }
    }

    private static func answer(
        _ request: Request,
        _ script: @Sendable (StubRequest) -> StubAnswer,
        _ state: Recorder
    ) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let headers = request.headers.map { ($0.name.rawName.lowercased(), $0.value) }
        let received = StubRequest(
            method: request.method.rawValue,
            target: request.head.path ?? "",
            headers: Dictionary(headers) { $0 + "," + $1 },
            body: String(buffer: body)
        )
        state.append(received)
        return await script(received).response()
    }
}

private final class Recorder: Sendable {
    private let received = Mutex<[StubRequest]>([])

    var requests: [StubRequest] { received.withLock { $0 } }

    func append(_ request: StubRequest) {
        received.withLock { $0.append(request) }
    }
}
