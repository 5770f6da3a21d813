import API
import Engine
import HTTPTypes

extension RequestError {
    /// The one place that gives a failure of the engine its status.
    init(_ error: EngineError) {
        let (status, code) = Self.statusAndCode(of: error.code)
        self.init(status, code, error.message, detail: error.detail, hint: error.hint)
    }

    private static func statusAndCode(of code: EngineError.Code) -> (HTTPResponse.Status, String) {
        switch code {
        case .invalidArgument, .failedPrecondition: (.badRequest, "BAD_REQUEST")
        case .notFound: (.notFound, "NOT_FOUND")
        case .alreadyExists, .inUse, .exhausted: (.conflict, "CONFLICT")
        case .forbidden: (.forbidden, "FORBIDDEN")
        case .unavailable: (.serviceUnavailable, "INTERNAL_ERROR")
        case .timedOut: (.gatewayTimeout, "INTERNAL_ERROR")
        case .internalError: (.internalServerError, "INTERNAL_ERROR")
        }
    }
}
