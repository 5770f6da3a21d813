import API
import ArgumentParser

/// `dblab branch`.
struct BranchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "branch",
        abstract: "List, create, protect or delete branches."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Argument(help: "The branch; all are listed if absent.") var branchName: String?
    @Flag(name: [.long, .customShort("d")], help: "Delete the branch.") var delete = false
    @Option(help: "Fork this branch; the current one if absent.") var parentBranch: String?
    @Option(help: "Fork at this snapshot.") var snapshotID: String?
    @Option(
        name: [.long, .customShort("p")],
        help: "Protect from removal: true, false, minutes, 30m, 2h, 7d; 0 for ever."
    )
    var protected: String?

    func run() async throws {
        let name = try branchName.map { try ArgumentCheck.name($0, of: "BRANCH_NAME") }
        if let protection = try Protection.parsed(protected)?.request {
            guard let name else { throw CommandError.usage("BRANCH_NAME is required to update protection") }
            let update = SnapshotUpdate(
                protected: protection.protected,
                protectionDurationMinutes: protection.minutes
            )
            return try await Connection.run(global) { client, _ in
                try Output.json(try await client.updateBranch(name, update))
            }
        }
        if delete { return try await remove(name) }
        guard let name else { return try await list() }
        try await create(name)
    }

    private func create(_ name: String) async throws {
        guard parentBranch == nil || snapshotID == nil else {
            throw CommandError.usage("either --parent-branch or --snapshot-id must be specified")
        }
        let snapshot = try snapshotID.map { try ArgumentCheck.snapshotID($0, required: "--snapshot-id") }
        let parent = try snapshot == nil ? parentBranch ?? CurrentBranch.name(global) : nil
        try await Connection.run(global) { client, _ in
            let request = BranchCreateRequest(branchName: name, baseBranch: parent, snapshotID: snapshot)
            _ = try await client.createBranch(request)
            try CurrentBranch.set(name)
            try global.say("Switched to new branch '\(name)'")
        }
    }

    private func remove(_ name: String?) async throws {
        guard let name else { throw CommandError.usage("BRANCH_NAME is required to delete a branch") }
        guard try CurrentBranch.name(global) != name else {
            throw CommandError.conflict("cannot delete branch \"\(name)\" because it is the current one")
        }
        try await Connection.run(global) { client, _ in
            _ = try await client.deleteBranch(name)
            try global.say("Deleted branch '\(name)'")
        }
    }

    private func list() async throws {
        let current = try CurrentBranch.name(global)
        try await Connection.run(global) { client, _ in
            let branches = try await client.branches()
            guard global.output != .json else { return try Output.json(branches) }
            guard !branches.isEmpty else { return Output.text("No branches found") }
            for branch in branches.sorted(by: { $0.name < $1.name }) {
                print(Self.line(branch, isCurrent: branch.name == current, inColor: Output.isTerminal))
            }
        }
    }

    /// Colours only for people: scripts compare names.
    static func line(_ branch: Branch, isCurrent: Bool, inColor: Bool) -> String {
        let name = Printable.line(branch.name)
        let shown = isCurrent && inColor ? "\u{1B}[1;32m\(name)\u{1B}[0m" : name
        return (isCurrent ? "* " : "  ") + shown + suffix(branch)
    }

    private static func suffix(_ branch: Branch) -> String {
        if branch.protected {
            return "  [protected\(branch.protectedTill.map { " until \($0.text(in: .local))" } ?? "")]"
        }
        return branch.deleteAt.map { "  [auto-delete at \($0.text(in: .local))]" } ?? ""
    }
}
