import API
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// Requests as a client sends them.
struct TestRequests: Sendable {
    static let lastEventID = HTTPField.Name.init("Last-Event-ID") ?? .accept

    let client: any TestClientProtocol

    func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        token: String? = TestEngine.token,
        headers: HTTPFields = [:],
        bytes: [UInt8]? = nil
    ) async throws -> TestResponse {
        var headers = headers
        if let token { headers[try #require(HTTPField.Name("Verification-Token"))] = token }
        return try await client.execute(
            uri: uri,
            method: method,
            headers: headers,
            body: bytes.map { ByteBuffer(bytes: $0) }
        )
    }

    func send(_ method: HTTPRequest.Method, _ uri: String, json: String) async throws -> TestResponse {
        try await send(method, uri, bytes: Array(json.utf8))
    }

    func get(_ uri: String) async throws -> TestResponse { try await send(.get, uri) }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    func value<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONCoding.value(type, from: Data(body.readableBytesView))
    }

    /// The error body, checked to be one.
    func error(_ status: HTTPResponse.Status, sourceLocation: SourceLocation = #_sourceLocation) throws -> ErrorBody {
        #expect(self.status == status, "\(text)", sourceLocation: sourceLocation)
        #expect(headers[.contentType] == "application/json; charset=utf-8", sourceLocation: sourceLocation)
        let error = try value(ErrorBody.self)
        #expect(!error.code.isEmpty && !error.message.isEmpty, sourceLocation: sourceLocation)
        return error
    }
}
