/// A failure that its reader can act on: what, which thing, and the remedy.
package struct EngineError: Error, CustomStringConvertible {
    /// What kind of failure it is; Web maps it to a status, the CLI to an exit code.
    package enum Code: String, Sendable, Codable {
        case notFound, alreadyExists, invalidArgument, failedPrecondition, inUse, exhausted
        case forbidden, unavailable, timedOut, internalError
    }

    package let code: Code
    /// One sentence in DBLab's words where it has some.
    package let message: String
    /// The cause in more detail, such as the last lines of a log.
    package let detail: String?
    /// What to do about it.
    package let hint: String?

    package init(_ code: Code, _ message: String, detail: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
    }

    package var description: String {
        [message, detail, hint].compactMap(\.self).reduce("") { text, part in
            guard let last = text.last else { return part }
            return text + (".!?:…".contains(last) ? " " : ". ") + part
        }
    }
}
