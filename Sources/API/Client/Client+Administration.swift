extension Client {
    /// A token for the log stream, which serves once within a minute.
    public func logToken() async throws -> String {
        let answer: LogToken = try await value(Route(.post, "/admin/ws-auth"))
        return answer.token
    }

    /// What of the configuration can be changed over the API, without secrets.
    public func configuration() async throws -> JSONValue {
        try await value(Route(.get, "/admin/config"))
    }

    /// Changes the configuration, and puts it into force.
    public func changeConfiguration(_ projection: JSONValue) async throws -> JSONValue {
        try await value(Route(.post, "/admin/config"), body: projection)
    }

    /// Looks at a source, and proposes a configuration.
    public func probeSource(_ request: SourceProbeRequest) async throws -> SourceProposal {
        try await value(Route(.post, "/admin/probe-source"), body: request)
    }

    /// Tells whether a source can be copied with what is installed where the engine runs.
    public func testSource(_ request: SourceTestRequest) async throws -> SourceTest {
        try await value(Route(.post, "/admin/test-db-source"), body: request)
    }
}
