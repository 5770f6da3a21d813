/// The names of all options, by what may follow them; a test compares them with the command tree.
enum OptionNames {
    /// Options with a value that every command knows.
    static let globalValued: Set<String> = [
        "url", "token", "request-timeout", "forwarding-server-url", "forwarding-local-port", "identity-file",
        "current-branch", "output",
    ]
    /// Flags that every command knows.
    static let globalFlags: Set<String> = ["insecure", "debug"]
    /// Options with a value that some command knows.
    static let valued: Set<String> = globalValued.union([
        "environment-id", "username", "password", "db-name", "delete-after", "id", "snapshot-id", "branch",
        "extra-config", "tz", "pool", "clone-id", "message", "generate-completion-script", "observation-interval",
        "max-lock-duration", "max-duration", "tags", "session-id", "artifact-type", "file", "parent-branch",
        "source-url", "provider", "docker-image", "docker-tag", "shared-buffers", "dbname", "role",
        "owner", "expire-after", "actor", "text", "result", "since", "until", "limit", "format",
    ])
    /// Flags that some command knows.
    static let flags: Set<String> = globalFlags.union([
        "restricted", "async", "start", "no-start", "yes", "latest", "watch", "force", "delete", "help", "version",
        "experimental-dump-help", "own-clones-only", "masked-only",
    ])
    /// The option whose value may be left out, as in DBLab 3.
    static let protected = "protected"
    /// One-letter names and what they are short for.
    static let short: [String: String] = [
        "k": "insecure", "a": "async", "p": "protected", "m": "message", "d": "delete", "h": "help", "o": "output",
        "y": "yes",
    ]

    static func isKnown(_ name: String) -> Bool {
        valued.contains(name) || flags.contains(name) || name == protected
    }
}
