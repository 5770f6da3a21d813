import GRDB

/// What somebody may do; each may also do what those before it may.
package enum Role: String, Codable, CaseIterable, Comparable, Sendable, DatabaseValueConvertible {
    /// Look at everything but the configuration and the engine's log.
    case viewer
    /// Make clones, and change what is his own.
    case user
    /// Everything.
    case admin

    package static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .user: 1
        case .admin: 2
        }
    }
}
