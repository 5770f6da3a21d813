import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
package import SystemPackage

/// Speaks Docker's Engine API through its Unix socket.
///
/// Paths name no version, so that each daemon answers by its own; what is used here has been the same since 1.41.
/// See https://docs.docker.com/reference/api/engine/.
package struct DockerClient: Sendable {
    /// Where the daemon listens.
    package let socket: FilePath

    package init(socket: FilePath) { self.socket = socket }

    /// One for the whole process, as that of the library; but who is not there now is not waited for.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    enum Method: String, Sendable { case get = "GET", post = "POST", delete = "DELETE" }

    /// An answer, whatever its status.
    struct Answer: Sendable {
        let status: Int
        let data: Data

        /// What the daemon says of a failure.
        var message: String {
            (try? JSONDecoder().decode(Complaint.self, from: data))?.message ?? String(decoding: data, as: UTF8.self)
        }

        private struct Complaint: Decodable { let message: String }
    }

    /// Sends a request and reads the whole answer.
    /// - Throws: ``RuntimeError`` with code `unavailable` if there is none.
    func send(
        _ method: Method,
        _ path: String,
        _ query: KeyValuePairs<String, String> = [:],
        body: HTTPClientRequest.Body? = nil,
        type: String = "application/json",
        within limit: Duration = .seconds(120)
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url(path, query))
        request.method = HTTPMethod(rawValue: method.rawValue)
        request.headers.add(name: "Host", value: "docker")
        if let body {
            request.headers.add(name: "Content-Type", value: type)
            request.body = body
        }
        do {
            let nanoseconds = limit.components.seconds * 1_000_000_000
            let response = try await Self.http.execute(request, timeout: .nanoseconds(nanoseconds))
            let buffer = try await response.body.collect(upTo: 64 << 20)
            return Answer(status: Int(response.status.code), data: Data(buffer.readableBytesView))
        } catch let error as HTTPClientError where error == .cancelled {
            throw CancellationError()
        } catch let error where !(error is CancellationError) {
            throw RuntimeError(
                .unavailable,
                "Docker does not answer at \(socket): \(Self.reason(of: error)). "
                    + "Start it, such as by: systemctl start docker; or name its socket in provision.dockerHost."
            )
        }
    }

    /// Sends a value as JSON.
    func send(_ method: Method, _ path: String, _ query: KeyValuePairs<String, String> = [:], json: DockerValue)
        async throws -> Answer
    {
        try await send(method, path, query, body: .bytes(ByteBuffer(bytes: try JSONEncoder().encode(json))))
    }

    private func url(_ path: String, _ query: KeyValuePairs<String, String>) -> String {
        let pairs = query.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&")
        return "http+unix://\(Self.escaped(socket.string))\(path)" + (pairs.isEmpty ? "" : "?\(pairs)")
    }

    /// For one part of a URL.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain =
                UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte || "-._~".utf8.contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : digits.count == 1 ? "%0\(digits)" : "%\(digits)"
        }.joined()
    }

    private static func reason(of error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError: "\(Errno(rawValue: error.errnoCode))"
        default: "\(error)"
        }
    }
}

extension DockerClient.Answer {
    /// - Throws: ``RuntimeError`` unless the status says that it was done, or is one of those accepted.
    @discardableResult
    func accepted(_ accepted: Int..., doing action: String) throws -> Self {
        guard (200..<300).contains(status) || status == 304 || accepted.contains(status) else {
            throw RuntimeError(.unavailable, "Docker cannot \(action): \(message)")
        }
        return self
    }

    func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
        do { return try JSONDecoder().decode(type, from: data) } catch {
            throw RuntimeError(.unavailable, "Docker's answer is not understood: \(error)")
        }
    }
}
