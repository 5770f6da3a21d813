import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension Client {
    private static let bodyLimit = 64 << 20

    /// Sends a request and reads its JSON answer.
    func value<Value: Decodable & Sendable>(
        _ route: Route,
        body: (any Encodable & Sendable)? = nil
    ) async throws -> Value {
        let data = try await send(route, body: body)
        do {
            return try JSONCoding.value(Value.self, from: data)
        } catch let error as DecodingError {
            throw ClientError.unexpectedAnswer(request: route.name, reason: JSONCoding.reason(of: error))
        }
    }

    /// Sends a request and returns the body of its successful answer.
    @discardableResult
    func send(_ route: Route, body: (any Encodable & Sendable)? = nil) async throws -> Data {
        var request = request(route)
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: try JSONCoding.data(body)))
        }
        let limit = configuration.requestTimeout + (route.wait ?? .zero)
        let (status, data) = try await reaching(route) { [request, http] in
            try await withTimeLimit(limit, failure: ClientError.timedOut(request: route.name, after: limit)) {
                // The time limit ends the wait by cancellation; AsyncHTTPClient only needs a deadline that is later.
                let answer = try await http.execute(request, timeout: .hours(24))
                let buffer = try await answer.body.collect(upTo: Self.bodyLimit)
                return (Int(answer.status.code), Data(buffer.readableBytesView))
            }
        }
        try Self.check(status, data)
        return data
    }

    func request(_ route: Route) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: configuration.url + route.target)
        request.method = HTTPMethod(rawValue: route.method.rawValue)
        request.headers.add(name: "User-Agent", value: "dblab")
        request.headers.add(name: "Accept", value: "application/json")
        if let token = configuration.token, !token.isEmpty {
            request.headers.add(name: "Verification-Token", value: token)
        }
        return request
    }

    static func check(_ status: Int, _ data: Data) throws {
        guard !(200..<300).contains(status) else { return }
        var error = APIError(status: status, body: try? JSONCoding.value(ErrorBody.self, from: data))
        if (300..<400).contains(status) { error.hint = "Give the URL that the server redirects to" }
        throw error
    }

    /// Puts failures of the transport into words.
    func reaching<Value>(_ route: Route, _ body: () async throws -> Value) async throws -> Value {
        do {
            return try await body()
        } catch let error as NIOTooManyBytesError {
            throw ClientError.unexpectedAnswer(request: route.name, reason: "\(error)")
        } catch let error as HTTPClientError where error == .cancelled {
            throw CancellationError()
        } catch let error as HTTPClientError where error == .invalidURL || error == .emptyHost {
            throw ClientError.invalidURL(configuration.url, reason: error.shortDescription)
        } catch let error where !(error is APIError || error is ClientError || error is CancellationError) {
            throw ClientError.unreachable(url: configuration.url, reason: Self.reason(of: error))
        }
    }

    private static func reason(of error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where error == .connectTimeout: "no connection within 10 s"
        case let error as HTTPClientError where error == .remoteConnectionClosed: "it closed the connection"
        case let error as HTTPClientError: error.shortDescription
        case let error as NIOConnectionError where error.dnsAError != nil && error.connectionErrors.isEmpty:
            "the host name is unknown"
        case let error as NIOConnectionError: error.connectionErrors.first.map { reason(of: $0.error) } ?? "\(error)"
        case let error as IOError where error.errnoCode == 111: "connection refused"
        case let error as IOError: error.description
        case let error as NIOSSLError: "TLS: \(error)"
        default: "\(error)"
        }
    }
}
