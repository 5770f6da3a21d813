/// What a client asked a ``StubEngine``.
package struct StubRequest: Sendable {
    /// The HTTP method.
    package let method: String
    /// The path and query, undecoded.
    package let target: String
    /// The headers by lower-case name.
    package let headers: [String: String]
    /// The body.
    package let body: String

    /// For comparisons, such as `GET /clones`.
    package var line: String { "\(method) \(target)" }
}
