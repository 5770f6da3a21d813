extension ConfigurationKey {
    /// The keys of ci_checker.yml: those of dblab-ci-checker, and a few more.
    static let checker: [ConfigurationKey] =
        [
            key("app.host", .text, "127.0.0.1", "the address to listen on; empty for all"),
            key("app.port", .port, "2500", "the TCP port"),
            key("app.debug", .flag, "false", "log more"),
            key("app.verificationToken", .secret, "", "the token that clients must send; required"),
            key("app.workDirectory", .text, "/var/lib/dblab-ci", .ours, "where sources are unpacked"),
            key("app.maxChecks", .integer(1...100), "2", .ours, "the checks that may go on at once"),
            key("dle.url", .text, "http://127.0.0.1:2345", "the engine"),
            key("dle.verificationToken", .secret, "", "the engine's token"),
            key("dle.dbName", .text, "postgres", "the database to migrate if a request names none"),
            key("dle.container", .text, nil, .ignored, "the engine runs without a container"),
            key("source.type", .choice(["github", "gitlab", "local"]), "github", "where repositories are"),
            key("source.token", .secret, "", "the token for the code host; empty for public repositories"),
            key("source.url", .text, "", .ours, "the API of a code host of one's own"),
            key("source.roots", .texts, "", .ours, "directories of this machine whose subdirectories may be checked"),
            key("source.maxMegabytes", .integer(1...100_000), "256", .ours, "the largest source"),
            key("runner.account", .text, "nobody", .ours, "who runs commands, if the checker runs as root"),
            key("runner.commands", .texts, "", .ours, "what is run if a request brings no commands"),
            key("runner.programs", .texts, "", .ours, "the only programs that commands may start; empty for all"),
            key(
                "runner.shell",
                .texts,
                "",
                .ours,
                "what takes the text of commands, such as [bash, -c]; empty for no shell"
            ),
            key("runner.timeoutSeconds", .integer(1...604_800), "3600", .ours, "the longest time of a command"),
            key(
                "runner.maxOutputKilobytes",
                .integer(1...65536),
                "1024",
                .ours,
                "how much of a command's output is kept"
            ),
            key("runner.image", .text, nil, .ignored, "commands run without containers: programs must be installed"),
        ]
        + ["url", "accessToken", "enablePersonalTokens"].map {
            key("platform.\($0)", .anything, nil, .ignored, "there is no platform that this checker reports to")
        }
}
