package import FoundationEssentials
import GRDB

/// A name for a line of snapshots, which ends at its head.
package struct Branch: Codable, Equatable, Sendable, Identifiable {
    /// The branch that always exists, and that refreshes go to.
    package static let main = "main"

    package var name: String
    /// The branch whose line it was forked from; `nil` for the one that always exists.
    package var parent: String?
    /// The snapshot it was forked at.
    package var base: Snapshot.ID?
    /// The snapshot that new clones of it start with; `nil` before the first refresh.
    package var head: Snapshot.ID?
    package var createdAt: Date
    /// Who made it; `nil` for nobody.
    package var owner: String?
    package var isProtected = false
    /// When protection ends by itself; `nil` for never.
    package var protectedUntil: Date?
    package var deleteAt: Date?

    package var id: String { name }

    package init(
        name: String,
        parent: String? = nil,
        base: Snapshot.ID? = nil,
        head: Snapshot.ID?,
        createdAt: Date = Date(),
        owner: String? = nil
    ) {
        self.name = name
        self.parent = parent
        self.base = base
        self.head = head
        self.createdAt = createdAt
        self.owner = owner
    }
}

extension Branch: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "branch"
}

extension Branch {
    /// Whether deleting it must be refused at `now`.
    package func isProtected(at now: Date) -> Bool {
        isProtected && protectedUntil.map { $0 > now } ?? true
    }
}
