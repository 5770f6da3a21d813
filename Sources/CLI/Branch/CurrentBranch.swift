import API

/// The branch that the user works on: only the CLI knows it.
enum CurrentBranch {
    /// From the option, the environment, or cli.yml.
    static func name(_ options: GlobalOptions) throws -> String {
        if let name = options.currentBranch ?? Variables()["DBLAB_CLI_CURRENT_BRANCH"] { return name }
        let file = try EnvironmentFile.load()
        return file.environments[file.currentEnvironment]?.branching.currentBranch ?? "main"
    }

    /// Writes the branch into cli.yml.
    /// - Throws: ``CommandError/failed(_:)`` if there is no environment to write it to.
    static func set(_ name: String) throws {
        try EnvironmentFile.update { file in
            guard var environment = file.environments[file.currentEnvironment] else {
                throw CommandError.failed(
                    "branch \"\(name)\" cannot be kept as the current one without an environment: run \"dblab init\""
                )
            }
            environment.branching.currentBranch = name
            file.environments[file.currentEnvironment] = environment
        }
    }
}
