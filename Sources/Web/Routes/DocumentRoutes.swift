import CDocument
import HTTPTypes
import Hummingbird

/// The description of this API, for people and programs that come without a token.
struct DocumentRoutes {
    /// Ours, and where DBLab has it.
    static let paths = ["/openapi.yaml", "/api/swagger-spec/dblab_openapi.yaml"]

    func add(to router: Router<APIContext>) {
        for path in Self.paths { router.get(RouterPath(path)) { _, _ in Self.document } }
    }

    private static var document: Response {
        let bytes = UnsafeBufferPointer(start: openapi_bytes(), count: openapi_count())
        return Response(
            status: .ok,
            headers: [.contentType: "application/yaml; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
