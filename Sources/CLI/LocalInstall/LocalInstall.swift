import API
import ArgumentParser
import Glibc

/// `dblab local-install`.
struct LocalInstall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-install",
        abstract: "Look at a source, propose a configuration for it, and apply that.",
        discussion: "The password is asked for, or comes from DBLAB_SOURCE_PASSWORD, or by --password -."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Option(help: "The source: postgresql://user@host:5432/database, without a password.") var sourceURL: String
    @Option(help: "The password at the source; - reads it from standard input. [DBLAB_SOURCE_PASSWORD]")
    var password: String?
    @Option(help: "Who runs the source, if it is not recognised.") var provider: String?
    @Option(help: "Accepted for DBLab's engine, whose servers run in containers.") var dockerImage: String?
    @Option(help: "Accepted for DBLab's engine, whose servers run in containers.") var dockerTag: String?
    @Option(help: "The shared_buffers of clones.") var sharedBuffers: String?
    @Option(help: "A database to copy; may be given several times. All by default.") var dbname: [String] = []
    @Flag(inversion: .prefixedNo, help: "Copy the data at once, or not; otherwise you are asked.") var start: Bool?
    @Flag(name: [.long, .customShort("y")], help: "Apply without asking.") var yes = false

    func run() async throws {
        let url = try ArgumentCheck.text(sourceURL, of: "--source-url", longest: 4096)
        try await Connection.run(global) { client, _ in
            // After the connection's settings were found to be usable, before anything is sent.
            let password = try Password.readSources(password)
            var proposal = try await client.probeSource(SourceProbeRequest(url: url, password: password))
            try adjust(&proposal)
            try show(proposal)
            guard yes || Answer.isYes("Apply this configuration? [y/N]: ") else { return try global.say("Aborted.") }
            let present = try await client.configuration()
            let projection = InstallProjection(proposal, url: url, password: password, present: present).value
            _ = try await client.changeConfiguration(projection)
            try global.say("Configuration applied.")
            if start ?? (yes || Answer.isYes("Start a full refresh? [y/N]: ")) { try await refresh(client) }
        }
    }

    /// What the user knows better.
    private func adjust(_ proposal: inout SourceProposal) throws {
        if let provider { proposal.detectedProvider = try ArgumentCheck.text(provider, of: "--provider", longest: 60) }
        if let sharedBuffers {
            proposal.sharedBuffers = try ArgumentCheck.text(sharedBuffers, of: "--shared-buffers", longest: 60)
        }
        if let dockerImage {
            let image = try ArgumentCheck.text(dockerImage, of: "--docker-image", longest: 200)
            proposal.resolvedImage = image + (dockerTag.map { ":\($0)" } ?? "")
        }
        let unknown = dbname.filter { !proposal.databases.contains($0) }
        guard unknown.isEmpty else {
            throw CommandError.notFound("the source has no database \(unknown.joined(separator: ", "))")
        }
        if !dbname.isEmpty { proposal.databases = dbname }
    }

    private func show(_ proposal: SourceProposal) throws {
        if global.output == .json { return try Output.json(proposal) }
        for line in InstallPreview(proposal: proposal).lines { Output.text(line) }
    }

    private func refresh(_ client: Client) async throws {
        // An engine that waited for its configuration begins by itself.
        if !["refreshing", "snapshotting"].contains(try await client.retrieval().status) {
            _ = try await client.startRefresh()
        }
        try global.say("Full refresh started.")
    }
}

/// What somebody answers to a question.
enum Answer {
    static func isYes(_ question: String) -> Bool {
        Output.prompt(question)
        let answer = readLine()?.lowercased().filter { !$0.isWhitespace }
        if isatty(STDIN_FILENO) == 0 { Output.prompt("\n") }
        return answer == "y" || answer == "yes"
    }
}
