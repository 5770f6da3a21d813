/// Something that does not fit, found by the ``Doctor``.
package struct Finding: Codable, Hashable, Sendable {
    /// How bad it is.
    package enum Severity: String, Codable, Sendable, CaseIterable {
        /// Something does not work.
        case error
        /// Something may stop working, or wastes space.
        case warning
        /// Worth knowing.
        case note
    }

    package let severity: Severity
    /// What it is about: `clone a`, `dataset clone-… in pool p`, `port 6000`.
    package let thing: String
    package let reason: String
    /// What to do about it.
    package let remedy: String

    package init(_ severity: Severity, _ thing: String, _ reason: String, remedy: String) {
        self.severity = severity
        self.thing = thing
        self.reason = reason
        self.remedy = remedy
    }
}
