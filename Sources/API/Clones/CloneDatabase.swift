/// How to connect to a clone.
public struct CloneDatabase: Codable, Hashable, Sendable {
    /// A libpq connection string without password; empty until the clone is ready.
    @Lenient public var connStr: String
    /// The host for clients.
    @Lenient public var host: String
    /// The TCP port, as text.
    @Lenient public var port: String
    /// The user that was asked for.
    @Lenient public var username: String
    /// Always empty in answers.
    @Lenient public var password: String
    /// The database to connect to.
    @Lenient public var dbName: String
    /// The account that the clone is bound to.
    public var ownerUser: String?

    /// Creates the value field by field.
    public init(
        connStr: String = "",
        host: String = "",
        port: String = "",
        username: String = "",
        password: String = "",
        dbName: String = "",
        ownerUser: String? = nil
    ) {
        self.connStr = connStr
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.dbName = dbName
        self.ownerUser = ownerUser
    }
}
