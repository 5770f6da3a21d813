import API
import Engine
import HTTPTypes

/// An answer other than success.
struct RequestError: Error {
    var status: HTTPResponse.Status
    var body: ErrorBody
    var headers: HTTPFields = [:]

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String, detail: String? = nil, hint: String? = nil) {
        self.status = status
        body = ErrorBody(code: code, message: message, detail: detail, hint: hint)
    }
}

extension RequestError {
    static func badRequest(_ message: String, hint: String? = nil) -> Self {
        Self(.badRequest, "BAD_REQUEST", message, hint: hint)
    }

    static var unauthorized: Self {
        var error = Self(
            .unauthorized,
            "UNAUTHORIZED",
            "Check your verification token.",
            hint: "Send it in the header Verification-Token."
        )
        error.headers[.wwwAuthenticate] = "Bearer"
        return error
    }

    static func expired(_ token: AccessToken) -> Self {
        var error = unauthorized
        error.body.detail = "The token \"\(token.name)\" is over since \(Timestamp(token.expiresAt))."
        error.body.hint = "Ask an administrator for another."
        return error
    }

    static func forgedRequest(_ message: String) -> Self {
        Self(.forbidden, "FORBIDDEN", message, hint: "Load the page again, or send the token in Verification-Token.")
    }

    static var tooManyAttempts: Self {
        var error = Self(
            .tooManyRequests,
            "FORBIDDEN",
            "too many wrong tokens in a short time",
            hint: "Wait a few seconds and try again."
        )
        error.headers[.retryAfter] = "3"
        return error
    }

    static func unknownRoute(_ path: String) -> Self {
        Self(
            .notFound,
            "NOT_FOUND",
            "Requested object does not exist. Specify your request.",
            detail: "There is no route \(path.prefix(200))."
        )
    }

    static func wrongMethod(_ method: String, allowed: [String]) -> Self {
        let list = allowed.joined(separator: ", ")
        var error = Self(
            .methodNotAllowed,
            "BAD_REQUEST",
            "Method \(method) is not allowed here.",
            hint: "Use \(list)."
        )
        error.headers[.allow] = list
        return error
    }

    static func bodyTooLarge(limit: Int) -> Self {
        Self(.contentTooLarge, "BAD_REQUEST", "the request body is larger than \(limit) bytes")
    }

    static func unexpected(requestID: String?) -> Self {
        Self(
            .internalServerError,
            "INTERNAL_ERROR",
            "Internal error.",
            hint: "Look into the server's log\(requestID.map { " for request \($0)" } ?? "")."
        )
    }

    static var shuttingDown: Self {
        Self(.serviceUnavailable, "INTERNAL_ERROR", "the engine is shutting down", hint: "Try again in a moment.")
    }
}
