import API
import ArgumentParser

/// The options that name a session of observation.
struct ObservedSession: ParsableArguments {
    @Option(help: "The observed clone. [DBLAB_OBSERVATION_CLONE_ID]") var cloneID: String?
    @Option(help: "The number of the session. [DBLAB_OBSERVATION_SESSION_ID]") var sessionID: String?

    /// - Throws: ``CommandError/usage(_:)``.
    func checked() throws -> (clone: String, session: UInt64) {
        let clone = cloneID ?? Variables()["DBLAB_OBSERVATION_CLONE_ID"]
        let id = try ArgumentCheck.cloneID(clone, required: "--clone-id")
        guard let text = sessionID ?? Variables()["DBLAB_OBSERVATION_SESSION_ID"], !text.isEmpty else {
            throw CommandError.usage("--session-id is required")
        }
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), let number = UInt64(text), number <= UInt64(Int64.max)
        else {
            throw CommandError.usage("--session-id \"\(text.prefix(60))\" is not a number")
        }
        return (id, number)
    }
}
