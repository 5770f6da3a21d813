/// A failure of a storage driver.
package struct StorageError: Error, CustomStringConvertible {
    /// What kind of failure it is.
    package enum Code: Sendable, Equatable {
        case notFound
        /// Something that must be removed first stands in the way.
        case inUse(by: [String])
        case outOfSpace
        case unavailable
    }

    package let code: Code
    /// What failed, on which thing, and the remedy.
    package let message: String
    package let cause: (any Error)?

    package init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { cause.map { "\(message) (\($0))" } ?? message }
}
