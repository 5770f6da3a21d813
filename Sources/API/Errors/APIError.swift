/// A refusal by the engine.
public struct APIError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The HTTP status.
    public var status: Int
    /// The kind of error, such as `NOT_FOUND`; empty if the answer was not DBLab's JSON.
    public var code: String
    /// What is wrong.
    public var message: String
    /// More about it.
    public var detail: String?
    /// What to do about it.
    public var hint: String?

    /// Takes the error from an answer; one that is not DBLab's JSON, as a proxy may send, is described by its status.
    public init(status: Int, body: ErrorBody?) {
        self.status = status
        code = body?.code ?? ""
        message = body.map(\.message) ?? ""
        if message.isEmpty { message = "the server answered with HTTP status \(status) and no explanation" }
        detail = body?.detail
        hint = body?.hint
    }

    /// Whether the object does not exist; DBLab itself answers some such requests with status 500.
    public var isNotFound: Bool {
        status == 404 || code == "NOT_FOUND" || (status >= 400 && message.contains("not found"))
    }

    /// Whether the request does not fit the present state, such as a name that is taken.
    public var isConflict: Bool {
        status == 409 || code == "CONFLICT" || message.contains("already exists")
    }

    /// Whether the token is missing, wrong or not enough.
    public var isForbidden: Bool { status == 401 || status == 403 }

    /// One line with everything the engine said.
    public var description: String {
        [message, detail, hint].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ". ")
    }
}
