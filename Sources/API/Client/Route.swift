/// One request: method, path, query, and how long the engine may take over it.
struct Route: Sendable {
    /// An HTTP method.
    enum Method: String {
        case get = "GET"
        case post = "POST"
        case patch = "PATCH"
        case delete = "DELETE"
    }

    var method: Method
    var path: String
    var query: [(name: String, value: String)] = []
    /// How long the engine is asked to wait for the outcome.
    var wait: Duration?

    init(_ method: Method, _ path: String, query: [(name: String, value: String?)] = [], wait: Duration? = nil) {
        self.method = method
        self.path = path
        self.query = query.compactMap { name, value in value.map { (name, $0) } }
        self.wait = wait
        if let wait { self.query.append(("wait", wait.wireText)) }
    }

    /// For messages, such as `POST /clone`.
    var name: String { "\(method.rawValue) \(path)" }

    /// The path and query as they go onto the wire.
    var target: String {
        guard !query.isEmpty else { return path }
        let pairs = query.map { "\($0.name)=\(Self.encoded($0.value, keeping: "/@:"))" }
        return path + "?" + pairs.joined(separator: "&")
    }

    /// One path segment; everything that could end it is encoded.
    static func segment(_ text: String) -> String {
        encoded(text, keeping: "@:")
    }

    /// A snapshot id: DBLab matches paths undecoded, so that `/`, `@` and `:` must stay as they are.
    static func snapshot(_ id: String) -> String {
        encoded(id, keeping: "/@:")
    }

    private static func encoded(_ text: String, keeping kept: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8).union(kept.utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in text.utf8 {
            if plain.contains(byte) {
                output.append(byte)
            } else {
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
