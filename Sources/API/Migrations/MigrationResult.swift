/// The answer to `POST /migration/run`.
public struct MigrationResult: Codable, Hashable, Sendable {
    /// The clone in which it was checked.
    @Lenient public var cloneID: String
    /// What was observed.
    public var session: ObservationSession?
    /// What was run, until the first failure; not in DBLab.
    @Lenient public var commands: [Command]
    /// All of it in Markdown, fit for a comment on a request to merge; not in DBLab.
    @Lenient public var report: String

    /// Creates the value field by field.
    public init(
        cloneID: String = "",
        session: ObservationSession? = nil,
        commands: [Command] = [],
        report: String = ""
    ) {
        self.cloneID = cloneID
        self.session = session
        self.commands = commands
        self.report = report
    }

    private enum CodingKeys: String, CodingKey {
        case session, commands, report
        case cloneID = "clone_id"
    }
}

extension MigrationResult {
    /// One command that was run.
    public struct Command: Codable, Hashable, Sendable {
        /// The command as it was asked for.
        @Lenient public var command: String
        /// Its exit status; 128 and the number for one ended by a signal; -1 if it did not start or end.
        @Lenient public var status: Int
        /// Seconds.
        @Lenient public var duration: Double
        /// What it said, cut after the checker's limit.
        @Lenient public var output: String
        /// Why it did not start or end.
        public var failure: String?

        /// Creates the value field by field.
        public init(
            command: String = "",
            status: Int = 0,
            duration: Double = 0,
            output: String = "",
            failure: String? = nil
        ) {
            self.command = command
            self.status = status
            self.duration = duration
            self.output = output
            self.failure = failure
        }

        /// Whether it did what it was to do.
        public var isSuccess: Bool { status == 0 && failure == nil }
    }
}
