import AsyncHTTPClient
import Crypto
package import Engine
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Posts messages of webhooks over HTTP, with DBLab's header and a signature.
package final class HTTPWebhookSender: WebhookSender {
    private let timeout: Duration
    /// Made by the first message, since a client that was made must be shut down.
    private let client = Mutex<HTTPClient?>(nil)

    /// - Parameter timeout: for one message from the connection to the answer.
    package init(timeout: Duration = .seconds(10)) { self.timeout = timeout }

    package func send(_ request: WebhookRequest) async throws -> Int {
        var outgoing = HTTPClientRequest(url: request.hook.url)
        outgoing.method = .POST
        for (name, value) in Self.headers(of: request) { outgoing.headers.add(name: name, value: value) }
        outgoing.body = .bytes(ByteBuffer(string: request.body))
        do {
            // Its body is of no interest; it is let go unread.
            return Int(try await connected().execute(outgoing, timeout: TimeAmount(timeout)).status.code)
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw WebhookSilence(Self.reason(error))
        }
    }

    package func shutDown() async {
        let client = client.withLock { client in
            defer { client = nil }
            return client
        }
        try? await client?.shutdown()
    }

    /// What goes with a message besides what HTTP needs.
    static func headers(of request: WebhookRequest) -> [(String, String)] {
        let time = String(Int(request.sentAt.timeIntervalSince1970))
        var headers = [
            ("Content-Type", "application/json"),
            ("User-Agent", "dblab-server"),
            ("DBLab-Webhook-Delivery", request.delivery),
            ("DBLab-Webhook-Timestamp", time),
        ]
        let secret = request.hook.secret
        guard !secret.isEmpty else { return headers }
        headers.append(("DBLab-Webhook-Token", secret))
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(time).\(request.body)".utf8),
            using: SymmetricKey(data: Array(secret.utf8))
        )
        let digits = code.map { String(Int($0) + 256, radix: 16).dropFirst() }.joined()
        headers.append(("DBLab-Webhook-Signature", "sha256=\(digits)"))
        return headers
    }

    private func connected() -> HTTPClient {
        client.withLock { client in
            if let client { return client }
            // A redirect would carry the secret to whatever host the answer names.
            var settings = HTTPClient.Configuration(
                redirectConfiguration: .disallow,
                timeout: .init(connect: .seconds(5))
            )
            settings.connectionPool.retryConnectionEstablishment = false
            settings.httpVersion = .http1Only
            let new = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
            client = new
            return new
        }
    }

    /// In words of ours: those of libraries may repeat the address.
    private static func reason(_ error: any Error) -> String {
        if error is NIOConnectionError || error is IOError {
            return "the receiver cannot be connected to: nobody answers at its host and port"
        }
        guard let error = error as? HTTPClientError else { return "the message cannot be sent: \(type(of: error))" }
        switch error {
        case .deadlineExceeded, .readTimeout: return "the receiver did not answer in time"
        case .connectTimeout, .getConnectionFromPoolTimeout: return "the receiver cannot be connected to in time"
        case .remoteConnectionClosed: return "the receiver closed the connection without an answer"
        default: return "the message cannot be sent: \(error.shortDescription)"
        }
    }
}
