package import FoundationEssentials
import GRDB

/// A thin clone: a dataset made from a snapshot, and the server that runs on it.
package struct Clone: Codable, Equatable, Sendable, Identifiable {
    /// The name its user knows it by.
    package var id: String
    /// Our name for it on disk, never reused.
    package var uid: String
    package var branch: String
    package var snapshot: Snapshot.ID
    package var pool: String
    /// Where earlier revisions lie, oldest first; `nil` if it never moved.
    package var formerPools: [FormerPool]?
    /// Grows with every reset; each revision is a dataset of its own.
    package var revision = 1
    /// Every revision up to this one is known to be gone from the machine.
    package var removedThrough = 0
    /// The last revision whose user was made: from then on its data are somebody's work.
    package var provisionedRevision = 0
    package var port: Int
    package var intent = Intent.running
    package var phase = Phase.pending
    package var failure: CloneFailure?
    package var username: String
    /// A SCRAM verifier; the password itself is kept nowhere.
    package var verifier: String
    package var database: String
    package var isRestricted: Bool
    /// Settings of postgresql.conf of this clone only.
    package var settings: [String: String]
    package var owner: String?
    package var isProtected: Bool
    /// When protection ends by itself; `nil` for never.
    package var protectedUntil: Date?
    /// When it is destroyed by itself; `nil` for never.
    package var deleteAt: Date?
    package var createdAt: Date
    /// When the operation in hand was asked for.
    package var requestedAt: Date
    /// Seconds from the last request to the clone being ready.
    package var cloningTime: Double = 0

    /// What the user wants of the clone.
    package enum Intent: String, Codable, Sendable, DatabaseValueConvertible { case running, absent }

    /// What the engine last did, or is doing, towards that.
    package enum Phase: String, Codable, Sendable, DatabaseValueConvertible, CaseIterable {
        case pending, cloning, starting, provisioning, ready, deleting, failed
    }

    package init(request: CloneRequest, snapshot: Snapshot, port: Int, now: Date) {
        id = request.id
        uid = Identifier.random(length: 12)
        branch = request.branch ?? snapshot.branch
        self.snapshot = snapshot.id
        pool = snapshot.pool
        self.port = port
        username = request.username
        verifier = request.verifier
        database = request.database
        isRestricted = request.isRestricted
        settings = request.settings
        owner = request.owner
        isProtected = request.isProtected
        protectedUntil = request.protectedUntil
        deleteAt = request.deleteAt
        createdAt = now
        requestedAt = now
    }
}

extension Clone: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "clone"
}

extension Clone {
    /// Whether destroying it must be refused at `now`.
    package func isProtected(at now: Date) -> Bool {
        isProtected && protectedUntil.map { $0 > now } ?? true
    }

    /// Whether its first revision is not ready yet, as opposed to a reset.
    package var isNew: Bool { provisionedRevision == 0 }

    /// The revisions of which something may be left on the machine although they are no longer wanted.
    package var staleRevisions: Range<Int> { removedThrough + 1..<max(revision, removedThrough + 1) }
}
