import HTTPTypes
import Hummingbird

/// Serves the web UI; everybody may have it, since nothing in it is secret.
enum AssetResponder {
    /// A file, if that is what is asked for.
    static func response(to request: Request) -> Response? {
        guard request.method == .get || request.method == .head, let asset = Asset.all[request.uri.path] else {
            return nil
        }
        let isKnown = request.headers[.ifNoneMatch].map { known($0, asset.tag) } ?? false
        let response = Response(
            status: isKnown ? .notModified : .ok,
            headers: headers(of: asset),
            body: isKnown ? ResponseBody() : ResponseBody(byteBuffer: asset.body)
        )
        return request.method == .head ? response.createHeadResponse() : response
    }

    private static func known(_ header: String, _ tag: String) -> Bool {
        header.split(separator: ",").contains { $0.drop { $0 == " " } == tag || $0.contains("*") }
    }

    /// The browser asks each time whether it changed: after an upgrade no old file meets a new one.
    private static func headers(of asset: Asset) -> HTTPFields {
        var fields: HTTPFields = [
            .contentType: asset.type,
            .cacheControl: "no-cache",
            .eTag: asset.tag,
            .contentSecurityPolicy: policy,
        ]
        if let name = HTTPField.Name("Referrer-Policy") { fields[name] = "no-referrer" }
        if let name = HTTPField.Name("Cross-Origin-Opener-Policy") { fields[name] = "same-origin" }
        return fields
    }

    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
    ].joined(separator: "; ")
}
