import API
import HTTPTypes
import Hummingbird

/// A JSON answer in DBLab's layout.
struct JSONAnswer: ResponseGenerator {
    var status: HTTPResponse.Status = .ok
    /// Nothing for the empty answer that DBLab gives to resets and removals.
    var body: (any Encodable & Sendable)?

    static var empty: JSONAnswer { JSONAnswer(nil) }

    init(_ body: (any Encodable & Sendable)?, status: HTTPResponse.Status = .ok) {
        self.body = body
        self.status = status
    }

    func response(from request: Request, context: some RequestContext) throws -> Response { try response() }

    func response() throws -> Response {
        guard let body else { return Response(status: status) }
        return Self.response(try Self.body(body), status: status)
    }

    /// A value as the bytes of an answer.
    static func body(_ value: any Encodable & Sendable) throws -> ByteBuffer {
        ByteBuffer(string: try JSONCoding.text(value, indent: 2, zone: .local) + "\n")
    }

    /// An answer of bytes that were made before.
    static func response(_ body: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}
