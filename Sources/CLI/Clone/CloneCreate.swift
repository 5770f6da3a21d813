import API
import ArgumentParser

/// `dblab clone create`.
struct CloneCreate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Create a clone and wait until it accepts connections.",
        discussion: "Other users of this machine can see arguments: give the password by the environment variable "
            + "DBLAB_CLONE_PASSWORD, by --password - on standard input, or at the prompt."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The clone's id; made up if absent.") var cloneID: String?
    @Option(help: "The clone's id, instead of the argument.") var id: String?
    @Option(help: "The database user to create.") var username: String?
    @Option(help: "The user's password; - to read it from standard input. [DBLAB_CLONE_PASSWORD]")
    var password: String?
    @Flag(help: "Give the user no superuser rights.") var restricted = false
    @Option(help: "The database to connect to.") var dbName: String?
    @Option(help: "The snapshot to clone; the newest if absent.") var snapshotID: String?
    @Option(help: "The branch to clone.") var branch: String?
    @Option(
        name: [.long, .customShort("p")],
        help: "Protect from removal: true, false, minutes, 30m, 2h, 7d; 0 for ever."
    )
    var protected: String?
    @Option(help: "Destroy it by itself after so long: minutes, 30m, 2h, 7d.") var deleteAfter: String?
    @Flag(name: [.long, .customShort("a")], help: "Return at once.") var async = false
    @Option(help: "A PostgreSQL setting of this clone, as name=value; may be repeated.") var extraConfig: [String] = []

    func run() async throws {
        var request = try request()
        try await Connection.run(global) { client, connection in
            request.db?.password = try Password.read(password)
            let wait = CloneWait(client, connection)
            let clone = try await wait.asked(for: request.id) {
                try await client.createClone(request, wait: async ? nil : connection.timeout)
            }
            for warning in clone.warnings ?? [] { Output.warning(warning) }
            let outcome = try await async ? clone : wait.created(clone)
            try CloneSummary(outcome).printCreated(as: global.output)
        }
    }
}

extension CloneCreate {
    /// The request, without the password.
    func request() throws -> CloneCreateRequest {
        guard id == nil || cloneID == nil || id == cloneID else {
            throw CommandError.usage(
                "the clone's id is given twice: argument \"\(cloneID ?? "")\" and --id \"\(id ?? "")\""
            )
        }
        guard let username, !username.isEmpty else { throw CommandError.usage("--username is required") }
        let protection = try Protection.parsed(protected)?.request
        return CloneCreateRequest(
            id: try wantedID(),
            protected: protection?.protected,
            protectionDurationMinutes: protection?.minutes,
            deleteAt: try Deletion.parsed(deleteAfter),
            db: .init(
                username: try ArgumentCheck.name(username, of: "--username"),
                password: "",
                restricted: restricted,
                databaseName: try dbName.map { try ArgumentCheck.name($0, of: "--db-name") } ?? ""
            ),
            snapshot: try snapshotID.map { .init(id: try ArgumentCheck.snapshotID($0, required: "--snapshot-id")) },
            branch: try branch.map { try ArgumentCheck.name($0, of: "--branch") },
            extraConf: extraConfig.isEmpty ? nil : try ArgumentCheck.settings(extraConfig, of: "--extra-config")
        )
    }

    private func wantedID() throws -> String? {
        if let id { return try ArgumentCheck.cloneID(id, required: "--id") }
        return try cloneID.map { try ArgumentCheck.cloneID($0) }
    }
}
