package import SystemPackage
package import Tooling

/// How migrations are checked; from `ci_checker.yml`.
package struct CheckerConfiguration: Sendable {
    /// The engine whose clones are used.
    package var engineURL: String
    /// The engine's token; empty for none.
    package var engineToken: String
    /// The database to migrate if a request names none.
    package var database: String
    package var source: SourceConfiguration
    package var runner: RunnerConfiguration
    /// Where sources are unpacked; each check has a directory of its own there, which goes with it.
    package var workDirectory: FilePath
    /// How many checks may go on at once.
    package var mostChecks: Int

    package init(
        engineURL: String,
        engineToken: String = "",
        database: String = "postgres",
        source: SourceConfiguration,
        runner: RunnerConfiguration,
        workDirectory: FilePath,
        mostChecks: Int = 2
    ) {
        self.engineURL = engineURL
        self.engineToken = engineToken
        self.database = database
        self.source = source
        self.runner = runner
        self.workDirectory = workDirectory
        self.mostChecks = mostChecks
    }
}

/// Where sources of migrations may come from.
package struct SourceConfiguration: Sendable {
    /// A kind of code host.
    package enum Kind: String, Sendable, CaseIterable { case github, gitlab, local }

    package var kind: Kind
    /// The API of the code host.
    package var url: String
    /// Empty for public repositories only.
    package var token: String
    /// Directories of this machine whose subdirectories may be asked for.
    package var roots: [FilePath]
    /// Bytes of a source at most, packed or not.
    package var sizeLimit: Int

    package init(
        kind: Kind,
        url: String = "",
        token: String = "",
        roots: [FilePath] = [],
        sizeLimit: Int = 256 << 20
    ) {
        self.kind = kind
        self.url = url.isEmpty ? kind.standardURL : url
        self.token = token
        self.roots = roots
        self.sizeLimit = sizeLimit
    }
}

extension SourceConfiguration.Kind {
    fileprivate var standardURL: String {
        switch self {
        case .github: "https://api.github.com"
        case .gitlab: "https://gitlab.com/api/v4"
        case .local: ""
        }
    }
}

/// How commands of migrations are run.
package struct RunnerConfiguration: Sendable {
    /// Who runs them; `nil` for the checker's own account, which is not root then.
    package var account: Account?
    /// What is run if a request brings no commands.
    package var commands: [String]
    /// The only programs that commands may start; empty for all.
    package var programs: [String]
    /// A program with arguments that takes a command's text, such as `bash -c`; empty for none: words are separated as
    /// by a shell, and nothing else is done to them.
    package var shell: [String]
    /// How long one command may take.
    package var timeLimit: Duration
    /// Bytes of a command's output that are kept.
    package var outputLimit: Int

    package init(
        account: Account? = nil,
        commands: [String] = [],
        programs: [String] = [],
        shell: [String] = [],
        timeLimit: Duration = .seconds(3600),
        outputLimit: Int = 1 << 20
    ) {
        self.account = account
        self.commands = commands
        self.programs = programs
        self.shell = shell
        self.timeLimit = timeLimit
        self.outputLimit = outputLimit
    }
}
