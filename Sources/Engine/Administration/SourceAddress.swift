package import Postgres

/// The address of a source as it is sent over the API.
package enum SourceAddress {
    /// Reads a URI, or keywords and values.
    /// - Throws: ``EngineError`` `invalidArgument`: one host, no password, and nothing that names files of this machine.
    package static func parameters(of text: String, password: String?) throws(EngineError) -> ConnectionParameters {
        var parameters: ConnectionParameters
        do { parameters = try ConnectionParameters(parsing: text) } catch {
            let message = (error as? PostgresError)?.message ?? "The connection string cannot be read."
            // Several hosts come with several ports, of which libpq makes a list.
            throw refusal(
                message.contains("port") && text.contains(",")
                    ? "the connection string must name a single host" : message
            )
        }
        guard parameters.password == nil else {
            throw refusal("the connection string must not contain a password", hint: "Send it as `password`.")
        }
        guard let host = parameters.host, !host.isEmpty else { throw refusal("the connection string names no host") }
        guard !host.contains(",") else { throw refusal("the connection string must name a single host") }
        if let keyword = parameters.keywords.keys.sorted().first(where: { !allowed.contains($0) }) {
            throw refusal("the connection string must not set `\(keyword)`")
        }
        parameters.password = password.flatMap { $0.isEmpty ? nil : $0 }
        return parameters
    }

    private static let allowed: Set = [
        "channel_binding", "client_encoding", "gssencmode", "ssl_max_protocol_version", "ssl_min_protocol_version",
        "sslnegotiation", "sslsni", "target_session_attrs",
    ]

    private static func refusal(_ message: String, hint: String? = nil) -> EngineError {
        EngineError(.invalidArgument, message, hint: hint ?? "Give postgresql://user@host:5432/database.")
    }
}
