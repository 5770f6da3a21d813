package import SystemPackage
package import Tooling

/// Makes an empty cluster by `initdb`.
package struct ClusterInitialization: Sendable {
    package var encoding: String
    /// Such as `C.UTF-8`; must be known to this machine.
    package var locale: String
    package var hasDataChecksums: Bool
    package var superuser: String
    /// Whether to wait until all is on disk; whoever syncs later spares the time.
    package var isSynced: Bool
    /// Further arguments, such as `--wal-segsize=64`.
    package var arguments: [String] = []

    package init(
        encoding: String = "UTF8",
        locale: String = "C.UTF-8",
        hasDataChecksums: Bool = false,
        superuser: String = "postgres",
        isSynced: Bool = false
    ) {
        self.encoding = encoding
        self.locale = locale
        self.hasDataChecksums = hasDataChecksums
        self.superuser = superuser
        self.isSynced = isSynced
    }

    /// Fills an empty directory, which the account must own.
    /// - Throws: `ToolFailure`.
    package func run(
        in directory: FilePath,
        installation: PostgresInstallation,
        account: Account? = nil
    ) async throws {
        let tool = Tool(
            installation.program("initdb").string,
            timeLimit: .seconds(300),
            account: account,
            workingDirectory: "/"
        )
        try await tool.run(allArguments(directory: directory, major: installation.major))
    }

    private func allArguments(directory: FilePath, major: Int) -> [String] {
        var result = ["-D", directory.string, "-E", encoding, "--locale=\(locale)", "-U", superuser]
        result += ["--auth-local=trust", "--auth-host=scram-sha-256"]
        if hasDataChecksums { result.append("--data-checksums") }
        if !hasDataChecksums && major >= 18 { result.append("--no-data-checksums") }
        if !isSynced { result.append("--no-sync") }
        return result + arguments
    }
}
