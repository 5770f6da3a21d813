import API
import ArgumentParser

/// Options of every command.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The engine's URL. [DBLAB_INSTANCE_URL]") var url: String?
    @Option(help: "The verification token. [DBLAB_VERIFICATION_TOKEN]") var token: String?
    @Flag(name: [.long, .customShort("k")], help: "Accept any TLS certificate. [DBLAB_INSECURE_SKIP_VERIFY]")
    var insecure = false
    @Option(help: "How long to wait, such as 30s or 2m; 60s by default. [DBLAB_REQUEST_TIMEOUT]")
    var requestTimeout: String?
    @Option(help: "The SSH server that forwards to the engine. [DBLAB_CLI_FORWARDING_SERVER_URL]")
    var forwardingServerURL: String?
    @Option(help: "The local port that is forwarded to the engine. [DBLAB_CLI_FORWARDING_LOCAL_PORT]")
    var forwardingLocalPort: String?
    @Option(help: "The private key for the SSH server. [DBLAB_CLI_IDENTITY_FILE]") var identityFile: String?
    @Option(help: "The branch to work on. [DBLAB_CLI_CURRENT_BRANCH]") var currentBranch: String?
    @Flag(help: "Say more about errors. [DBLAB_CLI_DEBUG]") var debug = false
    @Option(help: "text or json; the default depends on the command.") var output: OutputFormat?

    /// The time to wait, if the option is given.
    /// - Throws: ``CommandError/usage(_:)``.
    func timeout() throws -> Duration? {
        try requestTimeout.map { try Self.duration($0, of: "--request-timeout") }
    }

    static func duration(_ text: String, of name: String) throws -> Duration {
        guard let duration = Duration(wireText: text), duration > .zero else {
            throw CommandError.usage("\(name) \"\(text.prefix(60))\" is not a duration; use one like 30s or 2m")
        }
        return duration
    }

    /// Prints the sentence that a command ends with; in JSON with `--output json`.
    func say(_ sentence: String) throws {
        if output == .json {
            try Output.json(Acknowledgement(message: sentence))
        } else {
            Output.text(sentence)
        }
    }
}
