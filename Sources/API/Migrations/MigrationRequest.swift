/// The body of `POST /migration/run` of the checker of migrations.
public struct MigrationRequest: Codable, Hashable, Sendable {
    /// Where the migration is.
    public var source: Source?
    /// Who wants it checked; becomes part of the clone's user.
    @Lenient public var username: String
    /// His name, for people.
    @Lenient public var usernameFull: String
    /// Where more about him is.
    @Lenient public var usernameLink: String
    /// The database to migrate; the checker's default if empty.
    @Lenient public var databaseName: String
    /// What to run, in the directory of the source.
    @Lenient public var commands: [String]
    /// Further environment variables of the commands, each `NAME=value`.
    @Lenient public var environment: [String]
    /// What to look for.
    public var observationConfig: ObservationConfig?
    /// Whether the clone stays.
    @Lenient public var keepClone: Bool

    /// Creates the value field by field.
    public init(
        source: Source? = nil,
        username: String = "",
        usernameFull: String = "",
        usernameLink: String = "",
        databaseName: String = "",
        commands: [String] = [],
        environment: [String] = [],
        observationConfig: ObservationConfig? = nil,
        keepClone: Bool = false
    ) {
        self.source = source
        self.username = username
        self.usernameFull = usernameFull
        self.usernameLink = usernameLink
        self.databaseName = databaseName
        self.commands = commands
        self.environment = environment
        self.observationConfig = observationConfig
        self.keepClone = keepClone
    }

    private enum CodingKeys: String, CodingKey {
        case source, username, commands
        case usernameFull = "username_full"
        case usernameLink = "username_link"
        case databaseName = "db_name"
        case environment = "migration_envs"
        case observationConfig = "observation_config"
        case keepClone = "keep_clone"
    }
}

extension MigrationRequest {
    /// Where a migration is: in a repository of the configured code host, or in a local directory.
    public struct Source: Codable, Hashable, Sendable {
        /// The owner of the repository.
        @Lenient public var owner: String
        /// The repository's name.
        @Lenient public var repo: String
        /// The commit, branch or tag to fetch.
        @Lenient public var ref: String
        /// The branch, for people.
        @Lenient public var branch: String
        /// Where the branch can be seen.
        @Lenient public var branchLink: String
        /// The commit, for people.
        @Lenient public var commit: String
        /// Where the commit can be seen.
        @Lenient public var commitLink: String
        /// Where the request to merge can be seen.
        @Lenient public var requestLink: String
        /// Where the change can be seen.
        @Lenient public var diffLink: String
        /// A directory of the checker's machine, below a configured one; not in DBLab.
        public var directory: String?

        /// Creates the value field by field.
        public init(
            owner: String = "",
            repo: String = "",
            ref: String = "",
            branch: String = "",
            branchLink: String = "",
            commit: String = "",
            commitLink: String = "",
            requestLink: String = "",
            diffLink: String = "",
            directory: String? = nil
        ) {
            self.owner = owner
            self.repo = repo
            self.ref = ref
            self.branch = branch
            self.branchLink = branchLink
            self.commit = commit
            self.commitLink = commitLink
            self.requestLink = requestLink
            self.diffLink = diffLink
            self.directory = directory
        }

        private enum CodingKeys: String, CodingKey {
            case owner, repo, ref, branch, commit, directory
            case branchLink = "branch_link"
            case commitLink = "commit_link"
            case requestLink = "request_link"
            case diffLink = "diff_link"
        }
    }
}
