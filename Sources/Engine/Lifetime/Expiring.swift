package import FoundationEssentials
package import GRDB

/// Something that users protect for a while, or that goes by itself at a given moment; never both.
package protocol Expiring: FetchableRecord, PersistableRecord, Sendable {
    /// What events call it: `clone`, `snapshot`.
    static var kind: String { get }
    /// The primary key of its row.
    var rowKey: String { get }
    /// The name under which its lifetime is remembered, never that of another.
    var lifetimeKey: String { get }
    /// Whether protection was asked for; it may be over.
    var isProtected: Bool { get set }
    /// When protection ends by itself; `nil` for never.
    var protectedUntil: Date? { get set }
    /// When it is deleted by itself; `nil` for never.
    var deleteAt: Date? { get set }
}

extension Clone: Expiring {
    package static var kind: String { "clone" }
    package var rowKey: String { id }
    // Its id may be that of a later clone.
    package var lifetimeKey: String { "clone:\(uid)" }
}

extension Snapshot: Expiring {
    package static var kind: String { "snapshot" }
    package var rowKey: String { id }
    package var lifetimeKey: String { "snapshot:\(id)" }
}

extension Branch: Expiring {
    package static var kind: String { "branch" }
    package var rowKey: String { name }
    // A later branch of the same name is another.
    package var lifetimeKey: String { "branch:\(name)@\(Int(createdAt.timeIntervalSince1970 * 1000))" }
}

/// What time asks for, of something that expires.
package enum Expiry: Equatable, Sendable {
    /// Its users are to be told once that protection ends then.
    case warn(until: Date)
    /// Protection is over.
    case unprotect
    /// It is to go.
    case delete
}

extension Expiring {
    /// What is due at `now`; `nil` if nothing is.
    /// - Parameter lead: seconds before the end of protection at which its users are told.
    package func expiry(at now: Date, lead: Double = 0) -> Expiry? {
        if isProtected {
            guard let protectedUntil else { return nil }
            if protectedUntil <= now { return .unprotect }
            return protectedUntil.timeIntervalSince(now) <= lead ? .warn(until: protectedUntil) : nil
        }
        return deleteAt.map { $0 <= now } ?? false ? .delete : nil
    }
}
