/// One engine in cli.yml.
struct EnvironmentSettings: Codable, Hashable, Sendable {
    var url: String
    var token: String
    var insecure: Bool
    var requestTimeout: String?
    var forwarding: Forwarding
    var branching: Branching

    /// How to reach an engine through SSH.
    struct Forwarding: Codable, Hashable, Sendable {
        var serverURL = ""
        var localPort = ""
        var identityFile = ""

        enum CodingKeys: String, CodingKey {
            case serverURL = "server_url"
            case localPort = "local_port"
            case identityFile = "identity_file"
        }
    }

    /// The branch that is worked on.
    struct Branching: Codable, Hashable, Sendable {
        var currentBranch = "main"

        enum CodingKeys: String, CodingKey {
            case currentBranch = "current_branch"
        }
    }

    enum CodingKeys: String, CodingKey {
        case url, token, insecure, forwarding, branching
        case requestTimeout = "request_timeout"
    }

    init(url: String) {
        self.url = url
        token = ""
        insecure = false
        forwarding = Forwarding()
        branching = Branching()
    }
}

// Files written by hand, or by other versions, may lack anything.
extension EnvironmentSettings {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        url = try container.decodeIfPresent(String.self, forKey: .url) ?? ""
        token = try container.decodeIfPresent(String.self, forKey: .token) ?? ""
        insecure = try container.decodeIfPresent(Bool.self, forKey: .insecure) ?? false
        requestTimeout = try container.decodeIfPresent(String.self, forKey: .requestTimeout)
        forwarding = try container.decodeIfPresent(Forwarding.self, forKey: .forwarding) ?? Forwarding()
        branching = try container.decodeIfPresent(Branching.self, forKey: .branching) ?? Branching()
    }
}

extension EnvironmentSettings.Forwarding {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        serverURL = try container.decodeIfPresent(String.self, forKey: .serverURL) ?? ""
        localPort = try container.decodeIfPresent(String.self, forKey: .localPort) ?? ""
        identityFile = try container.decodeIfPresent(String.self, forKey: .identityFile) ?? ""
    }
}

extension EnvironmentSettings.Branching {
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        currentBranch = try container.decodeIfPresent(String.self, forKey: .currentBranch) ?? "main"
    }
}

extension EnvironmentSettings {
    /// Takes over what is given on the command line; leaves the rest.
    /// - Throws: ``CommandError/usage(_:)`` or ``ClientError`` for values that can never work.
    mutating func apply(_ options: GlobalOptions) throws {
        url = options.url ?? url
        token = options.token ?? token
        insecure = options.insecure || insecure
        _ = try options.timeout()
        requestTimeout = options.requestTimeout ?? requestTimeout
        forwarding.serverURL = options.forwardingServerURL ?? forwarding.serverURL
        forwarding.localPort = options.forwardingLocalPort ?? forwarding.localPort
        forwarding.identityFile = options.identityFile ?? forwarding.identityFile
        branching.currentBranch = options.currentBranch ?? branching.currentBranch
        try check()
    }
}
