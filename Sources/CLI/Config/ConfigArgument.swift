/// The argument that most `config` commands need.
enum ConfigArgument {
    static func required(_ id: String?) throws -> String {
        guard let id, !id.isEmpty else { throw CommandError.usage("ENVIRONMENT_ID argument is required") }
        return try ArgumentCheck.text(id, of: "ENVIRONMENT_ID", longest: 128)
    }
}
