/// A check that cannot be made, for a reason that its reader can act on.
package struct CheckerError: Error, Equatable, CustomStringConvertible {
    /// Whose fault it is.
    package enum Kind: Sendable { case badRequest, busy, unavailable }

    package let kind: Kind
    /// The field or thing, and the reason.
    package let message: String
    /// What to do about it.
    package let hint: String?

    package init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var description: String { [message, hint].compactMap(\.self).joined(separator: ". ") }
}
