import API
import Glibc

/// Where the engine is, decided from options, environment variables and cli.yml, in this order.
struct Connection {
    var configuration: ClientConfiguration
    /// How long to wait for an outcome.
    var timeout: Duration
    /// Whether the user chose the time for this command.
    var hasGivenTimeout: Bool
    /// All settings as they were decided, with the URL that the SSH server is asked for.
    var settings: EnvironmentSettings

    init(_ options: GlobalOptions) throws {
        let variables = Variables()
        let file = try Self.file(isNeeded: (options.url ?? variables["DBLAB_INSTANCE_URL"]) == nil)
        Self.useTimeZone(of: file)
        let environment = file.environments[file.currentEnvironment]
        guard let url = options.url ?? variables["DBLAB_INSTANCE_URL"] ?? environment?.url, !url.isEmpty else {
            throw CommandError.usage(
                "no engine is known: run \"dblab init --environment-id ID --url URL --token TOKEN\", or pass --url"
            )
        }
        var settings = environment ?? EnvironmentSettings(url: url)
        settings.url = url
        if let token = options.token ?? variables["DBLAB_VERIFICATION_TOKEN"] {
            settings.token = token
        } else {
            settings.token = try variables.expanded(settings.token)
        }
        let given = try options.timeout() ?? variables.duration("DBLAB_REQUEST_TIMEOUT")
        let usual = try settings.requestTimeout.map { try GlobalOptions.duration($0, of: "request_timeout in cli.yml") }
        try settings.check()
        timeout = given ?? usual ?? .seconds(60)
        hasGivenTimeout = given != nil
        settings.insecure = options.insecure || (variables.bool("DBLAB_INSECURE_SKIP_VERIFY") ?? settings.insecure)
        settings.forwarding.serverURL =
            options.forwardingServerURL ?? variables["DBLAB_CLI_FORWARDING_SERVER_URL"] ?? settings.forwarding.serverURL
        settings.forwarding.localPort =
            options.forwardingLocalPort ?? variables["DBLAB_CLI_FORWARDING_LOCAL_PORT"] ?? settings.forwarding.localPort
        settings.forwarding.identityFile =
            options.identityFile ?? variables["DBLAB_CLI_IDENTITY_FILE"] ?? settings.forwarding.identityFile
        self.settings = settings
        configuration = ClientConfiguration(
            url: settings.forwardedURL,
            token: settings.token,
            skipsCertificateVerification: settings.insecure,
            requestTimeout: timeout
        )
    }

    /// A broken file is no obstacle when the URL comes from elsewhere.
    private static func file(isNeeded: Bool) throws -> EnvironmentFile {
        do {
            return try EnvironmentFile.load()
        } catch let error as CommandError where !isNeeded {
            Output.warning("\(error)")
            return EnvironmentFile()
        }
    }

    private static func useTimeZone(of file: EnvironmentFile) {
        guard !file.settings.tz.isEmpty else { return }
        setenv("TZ", file.settings.tz, 0)
        tzset()
    }
}

extension Connection {
    /// Runs a command's work with a client of the chosen engine.
    static func run(_ options: GlobalOptions, _ body: (Client, Connection) async throws -> Void) async throws {
        let connection = try Connection(options)
        do {
            try await Client.with(connection.configuration) { try await body($0, connection) }
        } catch let error as APIError where options.debug || Variables().bool("DBLAB_CLI_DEBUG") == true {
            Output.error("[DEBUG]: HTTP status \(error.status), code \(error.code), \(connection.configuration.url)")
            throw error
        }
    }
}
