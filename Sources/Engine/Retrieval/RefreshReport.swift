package import Masking

/// Something of the source that is not in the golden copy.
package struct Omission: Codable, Hashable, Sendable {
    /// What was left out: `extension pg_foo`, `role alice` and so on.
    package var object: String
    package var reason: String

    package init(object: String, reason: String) {
        self.object = object
        self.reason = reason
    }
}

/// What a refresh did and did not do.
package struct RefreshReport: Codable, Equatable, Sendable {
    package var omissions: [Omission] = []
    /// Seconds per stage.
    package var durations: [String: Double] = [:]
    /// What masking did; `nil` without rules.
    package var masking: MaskingReport?
    /// What is there in a harmless form only; `nil` in reports of old.
    package var neutralized: [Neutralization]?

    package init() {}
}
