import HTTPTypes

/// The cookie that holds the id of a session.
struct SessionCookie: Sendable {
    /// Cookies do not tell ports apart: engines on one host each need a name of their own.
    let name: String
    /// Whether it goes over TLS only.
    let isSecure: Bool

    init(instance: String, isSecure: Bool) {
        name = "dblab_" + instance.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        self.isSecure = isSecure
    }

    /// The id in a request's cookies.
    func id(in headers: HTTPFields) -> String? {
        for pair in headers[values: .cookie].flatMap({ $0.split(separator: ";") }) {
            let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == name, !parts[1].isEmpty { return String(parts[1]) }
        }
        return nil
    }

    /// Gives the browser an id.
    func header(_ id: String) -> String { "\(name)=\(id); \(attributes)" }

    /// Takes it away again.
    var removal: String { "\(name)=; Max-Age=0; \(attributes)" }

    private var attributes: String { "Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "") }
}
