import CheckerSettings
import FoundationEssentials
import SystemPackage
import Tooling
import Web

/// The configuration of the checker of migrations: ci_checker.yml.
struct CheckerFile: Codable, Equatable, Sendable {
    var app: App
    var dle: Engine
    var source: Source
    var runner: Runner

    /// How clients reach the checker, and where it works.
    struct App: Codable, Equatable, Sendable {
        var host: String
        var port: Int
        var debug: Bool
        var verificationToken: String
        var workDirectory: String
        var maxChecks: Int
    }

    /// The engine that is used.
    struct Engine: Codable, Equatable, Sendable {
        var url: String
        var verificationToken: String
        var dbName: String
    }

    /// Where repositories are.
    struct Source: Codable, Equatable, Sendable {
        var type: String
        var token: String
        var url: String
        var roots: [String]
        var maxMegabytes: Int
    }

    /// How commands are run.
    struct Runner: Codable, Equatable, Sendable {
        var account: String
        var commands: [String]
        var programs: [String]
        var shell: [String]
        var timeoutSeconds: Int
        var maxOutputKilobytes: Int
    }
}

extension CheckerFile {
    /// Reads a file.
    /// - Throws: ``ConfigurationError``, with file and line of each problem.
    static func load(
        _ path: FilePath,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws -> (file: CheckerFile, warnings: [String]) {
        try parse(ConfigurationFile.text(of: path), file: path.string, environment: environment)
    }

    /// Reads a text.
    /// - Throws: ``ConfigurationError``.
    static func parse(
        _ text: String,
        file: String,
        environment: [String: String]
    ) throws -> (file: CheckerFile, warnings: [String]) {
        var reader = ConfigurationReader(file: file, environment: environment, tree: KeyTree(ConfigurationKey.checker))
        let values = reader.document(try YAMLDocument.root(of: text, file: file))
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
        let checker: CheckerFile
        do {
            checker = try JSONDecoder().decode(CheckerFile.self, from: JSONEncoder().encode(values))
        } catch let error as DecodingError {
            throw ConfigurationError("\(file): cannot be understood: \(error)")
        }
        let problems = checker.problems.map { "\(file): \($0)" }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        guard !reader.idleKeys.isEmpty else { return (checker, []) }
        return (
            checker, ["\(file): these keys have no effect here: \(reader.idleKeys.sorted().joined(separator: ", "))"]
        )
    }

    private var problems: [String] {
        var problems: [String] = []
        if app.verificationToken.isEmpty {
            problems.append("`app.verificationToken` is empty: who can connect could run commands here")
        }
        for path in [app.workDirectory] + source.roots where !path.hasPrefix("/") {
            problems.append("`\(path)` must be an absolute path")
        }
        if URL(string: dle.url)?.host()?.isEmpty ?? true || !dle.url.hasPrefix("http") {
            problems.append("`dle.url` must be the address of an engine, such as http://127.0.0.1:2345")
        }
        if source.type == "local", source.roots.isEmpty {
            problems.append("`source.roots` is empty: nothing could be checked")
        }
        return problems
    }
}

extension CheckerFile {
    /// What the checker works with.
    /// - Throws: ``ConfigurationError`` that names the key if there is no account without rights.
    func configuration() throws -> CheckerConfiguration {
        CheckerConfiguration(
            engineURL: dle.url,
            engineToken: dle.verificationToken,
            database: dle.dbName,
            source: SourceConfiguration(
                kind: SourceConfiguration.Kind(rawValue: source.type) ?? .local,
                url: source.url,
                token: source.token,
                roots: source.roots.map { FilePath($0) },
                sizeLimit: source.maxMegabytes << 20
            ),
            runner: RunnerConfiguration(
                account: try account(),
                commands: runner.commands,
                programs: runner.programs,
                shell: runner.shell,
                timeLimit: .seconds(runner.timeoutSeconds),
                outputLimit: runner.maxOutputKilobytes << 10
            ),
            workDirectory: FilePath(app.workDirectory),
            mostChecks: app.maxChecks
        )
    }

    /// Where the routes are served.
    func web() -> WebConfiguration {
        WebConfiguration(
            host: app.host.isEmpty ? "0.0.0.0" : app.host,
            port: app.port,
            authentication: TokenHash(token: app.verificationToken).map { .token($0) } ?? .none
        )
    }

    private func account() throws -> Account? {
        guard Account.processIsRoot else { return nil }
        guard let account = Account(named: runner.account), account.userID != 0 else {
            throw ConfigurationError(
                "`runner.account`: commands need an account without rights, and \"\(runner.account)\" is none of this machine"
            )
        }
        return account
    }
}
