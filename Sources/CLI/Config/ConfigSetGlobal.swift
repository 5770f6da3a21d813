import ArgumentParser

/// `dblab config set-global`.
struct ConfigSetGlobal: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-global",
        abstract: "Change the settings that belong to no engine."
    )

    @OptionGroup(title: "Global options") var global: GlobalOptions
    @Option(help: "The time zone to print times in, such as Europe/Warsaw.") var tz: String?

    func run() throws {
        guard let tz else { throw CommandError.usage("--tz is required") }
        // Empty is allowed: it takes the setting back.
        if !tz.isEmpty { _ = try ArgumentCheck.text(tz, of: "--tz", longest: 128) }
        try EnvironmentFile.update { $0.settings.tz = tz }
        try global.say("CLI settings has been successfully updated.")
    }
}
