/// Where the data come from: `source` of the job `logicalDump`.
package struct SourceOptions: Codable, Hashable, Sendable {
    package var type: Kind?
    /// A URI or `keyword=value` pairs; wins over ``connection``.
    package var connectionString: String?
    package var connection: SourceConnection?
    package var rdsIam: RDSIdentity?
    /// A file with the password.
    package var passwordFile: String?
    /// The name of an environment variable with the password.
    package var passwordEnv: String?

    /// How the source is reached.
    package enum Kind: String, Codable, Sendable { case local, remote, rdsIam }

    package init(
        type: Kind? = nil,
        connectionString: String? = nil,
        connection: SourceConnection? = nil,
        passwordFile: String? = nil,
        passwordEnv: String? = nil
    ) {
        self.type = type
        self.connectionString = connectionString
        self.connection = connection
        self.passwordFile = passwordFile
        self.passwordEnv = passwordEnv
    }
}

/// `source.connection` of the job `logicalDump`.
package struct SourceConnection: Codable, Hashable, Sendable {
    package var host: String?
    package var port: Scalar?
    package var dbname: String?
    package var username: String?
    package var password: Scalar?

    package init(
        host: String? = nil,
        port: Scalar? = nil,
        dbname: String? = nil,
        username: String? = nil,
        password: Scalar? = nil
    ) {
        self.host = host
        self.port = port
        self.dbname = dbname
        self.username = username
        self.password = password
    }
}

/// `source.rdsIam` of the job `logicalDump`.
package struct RDSIdentity: Codable, Hashable, Sendable {
    package var awsRegion: String?
    package var dbInstanceIdentifier: String?
    package var sslRootCert: String?
}
