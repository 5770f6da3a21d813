/// The body of `POST /clone`.
public struct CloneCreateRequest: Codable, Hashable, Sendable {
    /// The wanted name; generated if absent.
    public var id: String?
    /// Whether to protect the clone from removal.
    public var protected: Bool?
    /// Minutes of protection; 0 for no end; the server's default if absent.
    public var protectionDurationMinutes: Int?
    /// When to destroy it by itself; not in DBLab.
    public var deleteAt: Timestamp?
    /// The user to create.
    public var db: Database?
    /// The snapshot to clone; wins over the branch.
    public var snapshot: SnapshotReference?
    /// The branch to clone; its newest snapshot is used.
    public var branch: String?
    /// PostgreSQL settings of this clone only.
    public var extraConf: [String: String]?

    /// Creates the value field by field.
    public init(
        id: String? = nil,
        protected: Bool? = nil,
        protectionDurationMinutes: Int? = nil,
        deleteAt: Timestamp? = nil,
        db: Database? = nil,
        snapshot: SnapshotReference? = nil,
        branch: String? = nil,
        extraConf: [String: String]? = nil
    ) {
        self.id = id
        self.protected = protected
        self.protectionDurationMinutes = protectionDurationMinutes
        self.deleteAt = deleteAt
        self.db = db
        self.snapshot = snapshot
        self.branch = branch
        self.extraConf = extraConf
    }

    private enum CodingKeys: String, CodingKey {
        case id, protected, protectionDurationMinutes, deleteAt, db, snapshot, branch
        case extraConf = "extra_conf"
    }
}

extension CloneCreateRequest {
    /// The user to create in a clone.
    public struct Database: Codable, Hashable, Sendable {
        /// The user's name.
        @Lenient public var username: String
        /// The user's password.
        @Lenient public var password: String
        /// Whether the user lacks superuser rights.
        @Lenient public var restricted: Bool
        /// The database to connect to; the server's default if empty.
        @Lenient public var databaseName: String

        /// Creates the value field by field.
        public init(username: String, password: String, restricted: Bool = false, databaseName: String = "") {
            self.username = username
            self.password = password
            self.restricted = restricted
            self.databaseName = databaseName
        }

        private enum CodingKeys: String, CodingKey {
            case username, password, restricted
            case databaseName = "db_name"
        }
    }

    /// A snapshot named by its id.
    public struct SnapshotReference: Codable, Hashable, Sendable {
        /// The snapshot's id.
        @Lenient public var id: String

        /// Names a snapshot.
        public init(id: String) {
            self.id = id
        }
    }
}
