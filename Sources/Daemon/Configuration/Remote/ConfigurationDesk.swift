import Engine
import Postgres

/// The configuration for administrators who use the API.
struct ConfigurationDesk: ConfigurationControl {
    let live: LiveConfiguration
    let retrieval: any RetrievalControl

    func projection() async throws -> ConfigurationValue {
        try await naming {
            ConfigurationProjection.of(try YAMLEditor(try ConfigurationFile.text(of: live.file)).document)
        }
    }

    func change(to projection: ConfigurationValue) async throws -> ConfigurationValue {
        try await refuseIfForbidden()
        let wasPending = try retrieval.overview().status == .pending
        try await naming {
            _ = try await live.rewrite { text in
                var editor = YAMLEditor(text)
                for setting in try ProjectionChange(projection, to: editor.document).settings {
                    try editor.set(setting.path, to: setting.value)
                }
                return editor.text
            }
        }
        if wasPending, try retrieval.overview().status != .pending {
            // The engine may have begun one by itself, as it has no snapshot yet.
            _ = try? retrieval.startRefresh(of: nil, isFull: true)
        }
        return try await self.projection()
    }

    func maskedText() async throws -> String {
        try await naming { try MaskedConfiguration.text(of: try ConfigurationFile.text(of: live.file)) }
    }

    func test(_ source: SourceLogin) async throws -> SourceVerdict {
        try await refuseIfForbidden()
        let configuration = try await live.configuration
        guard !configuration.retrieval.jobs.contains(where: { $0.hasPrefix("physical") }) else {
            throw EngineError(.failedPrecondition, "the source can be tested in logical mode only")
        }
        let parameters = try parameters(of: source, configuration)
        return await SourceAdvice(searchPaths: configuration.provision.searchPaths)
            .test(parameters, databases: source.databases)
    }

    func probe(url: String, password: String?) async throws -> SourceSketch {
        try await refuseIfForbidden()
        let parameters = try SourceAddress.parameters(of: url, password: password)
        return try await SourceAdvice(searchPaths: try await live.configuration.provision.searchPaths).probe(parameters)
    }

    private func refuseIfForbidden() async throws {
        guard try await live.configuration.server.disableConfigModification else { return }
        throw EngineError(
            .failedPrecondition,
            "configuration management via UI/API disabled by admin",
            hint: "server.disableConfigModification is set in server.yml."
        )
    }

    private func parameters(
        of source: SourceLogin,
        _ configuration: ServerConfiguration
    ) throws -> ConnectionParameters {
        for (name, text) in [("host", source.host), ("username", source.user), ("dbname", source.database)] {
            guard !text.isEmpty else { throw EngineError(.invalidArgument, "missing `\(name)`") }
        }
        guard !source.host.contains(",") else { throw EngineError(.invalidArgument, "`host` must be a single host") }
        guard let port = Int(source.port.isEmpty ? "5432" : source.port), (1...65535).contains(port) else {
            throw EngineError(.invalidArgument, "`port` must be a number from 1 to 65535")
        }
        let texts = [source.host, source.database, source.user, source.password] + source.databases
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw EngineError(.invalidArgument, "the source must not contain NUL characters")
        }
        return ConnectionParameters(
            host: source.host,
            port: port,
            user: source.user,
            password: source.password.isEmpty ? try storedPassword(for: source, port, configuration) : source.password,
            database: source.database
        )
    }

    /// Only for the server and user that it belongs to: it must not be lured elsewhere.
    private func storedPassword(
        for source: SourceLogin,
        _ port: Int,
        _ configuration: ServerConfiguration
    ) throws -> String? {
        guard
            let stored = try configuration.retrieval.spec?.logicalDump?.options?.source?
                .parameters(environment: live.environment),
            stored.password != nil
        else { return nil }
        guard stored.host == source.host, stored.port == port, stored.user == source.user else {
            throw EngineError(
                .invalidArgument,
                "missing `password`: the one of the configuration belongs to another server or user"
            )
        }
        return stored.password
    }

    /// Problems of a configuration as an answer: without the file's place on this machine.
    private func naming<Value>(_ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as ConfigurationError {
            let problems = error.problems.map {
                $0.replacing("\(live.file): ", with: "").replacing("\(live.file):", with: "line ")
            }
            throw EngineError(
                .invalidArgument,
                problems.prefix(5).joined(separator: "; "),
                hint: "The configuration in force stays as it is."
            )
        }
    }
}
