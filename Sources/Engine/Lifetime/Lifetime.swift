package import FoundationEssentials
import GRDB

/// What the engine learnt about something that may go by itself.
package struct Lifetime: Codable, Equatable, Sendable {
    /// Whose it is; see ``Expiring/lifetimeKey``.
    package var subject: String
    /// Seconds for which nobody used it, of those that were watched.
    package var quietSeconds: Double
    /// What changes whenever somebody uses it.
    package var fingerprint: String
    /// The end of protection of which its users were told.
    package var warnedOf: Date?

    package init(subject: String, quietSeconds: Double = 0, fingerprint: String = "", warnedOf: Date? = nil) {
        self.subject = subject
        self.quietSeconds = quietSeconds
        self.fingerprint = fingerprint
        self.warnedOf = warnedOf
    }

    /// Takes what was seen at one look.
    /// - Parameter elapsed: seconds since the look before; 0 if there was none, for nobody knows what was in between.
    package mutating func note(_ use: Use, elapsed: Double) {
        let isSame = !use.isBusy && use.fingerprint == fingerprint
        quietSeconds = isSame ? quietSeconds + max(0, elapsed) : 0
        fingerprint = use.fingerprint
    }
}

/// What can be seen of the use of something.
package struct Use: Equatable, Sendable {
    /// Whether somebody is using it now.
    package var isBusy: Bool
    /// What is different after each use.
    package var fingerprint: String

    package init(isBusy: Bool, fingerprint: String = "") {
        self.isBusy = isBusy
        self.fingerprint = fingerprint
    }
}

extension Lifetime: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "lifetime"
}
