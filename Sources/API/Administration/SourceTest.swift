/// The body of `POST /admin/test-db-source`.
public struct SourceTestRequest: Hashable, Codable, Sendable {
    public var host: String
    /// Text in DBLab.
    public var port: String
    public var dbname: String
    public var username: String
    /// Empty for the one of the configuration.
    public var password: String
    /// The databases to look at, five at most.
    public var databases: [String]

    public init(
        host: String,
        port: String = "",
        dbname: String = "",
        username: String = "",
        password: String = "",
        databases: [String] = []
    ) {
        self.host = host
        self.port = port
        self.dbname = dbname
        self.username = username
        self.password = password
        self.databases = databases
    }

    private enum CodingKeys: String, CodingKey {
        case host, port, dbname, username, password
        case databases = "db_list"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        host = try container.decodeIfPresent(String.self, forKey: .host) ?? ""
        dbname = try container.decodeIfPresent(String.self, forKey: .dbname) ?? ""
        username = try container.decodeIfPresent(String.self, forKey: .username) ?? ""
        password = try container.decodeIfPresent(String.self, forKey: .password) ?? ""
        databases = try container.decodeIfPresent([String].self, forKey: .databases) ?? []
        // A number is what people write.
        if let number = try? container.decodeIfPresent(Int.self, forKey: .port) {
            port = String(number)
        } else {
            port = try container.decodeIfPresent(String.self, forKey: .port) ?? ""
        }
    }
}

/// The answer of `POST /admin/test-db-source`.
public struct SourceTest: Hashable, Codable, Sendable {
    /// `ok`, `notice`, `warning` or `error`.
    public var status: String
    /// `ok`, `connection_error`, `query_error`, `unexplored_image`, `missing_extension`, `missing_locale` or
    /// `unverified_database`.
    public var result: String
    public var message: String
    /// The source's major version.
    public var dbVersion: Int?
    /// Settings of the source's planner that differ from the defaults.
    public var tuningParams: [String: String]?

    public init(
        status: String,
        result: String,
        message: String,
        dbVersion: Int? = nil,
        tuningParams: [String: String]? = nil
    ) {
        self.status = status
        self.result = result
        self.message = message
        self.dbVersion = dbVersion
        self.tuningParams = tuningParams
    }
}
