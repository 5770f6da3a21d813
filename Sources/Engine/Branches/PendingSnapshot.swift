package import FoundationEssentials
import GRDB
import Storage

/// The wish for a snapshot of a running clone, until it is fulfilled or refused.
package struct PendingSnapshot: Codable, Equatable, Sendable, Identifiable {
    /// The name that the snapshot will have.
    package var id: Snapshot.ID
    package var clone: Clone.ID
    /// The clone of that name which is meant, and the revision of its data.
    package var uid: String
    package var revision: Int
    package var pool: String
    package var dataset: String
    package var label: String
    package var branch: String
    package var message: String
    package var requestedAt: Date
    /// Whether the branch ends at the snapshot from then on.
    package var isCommit: Bool
    /// Why there will be none; it stays until somebody has read it.
    package var failure: String?

    init(
        of clone: Clone,
        id: Snapshot.ID,
        message: String,
        isCommit: Bool,
        now: Date
    ) throws {
        self.id = id
        self.clone = clone.id
        uid = clone.uid
        revision = clone.revision
        pool = clone.pool
        dataset = try clone.dataset(revision: clone.revision).description
        label = "user-\(Identifier.random(length: 12))"
        branch = clone.branch
        self.message = message.isEmpty ? "-" : message
        self.isCommit = isCommit
        requestedAt = now
    }
}

extension PendingSnapshot: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "pendingSnapshot"
}

extension PendingSnapshot {
    /// Its name in the storage driver.
    var name: SnapshotName {
        get throws {
            guard let name = SnapshotName("\(dataset)@\(label)") else {
                throw EngineError(.internalError, "snapshot \(id) has the impossible name \(dataset)@\(label)")
            }
            return name
        }
    }

    /// What to do about the wish.
    package enum Step: Equatable, Sendable {
        case take
        case refuse(String)
        /// The clone is on its way to where it can be taken.
        case wait
    }

    /// The next thing to do; the server is the one of the revision that is meant.
    package func nextStep(for actual: Clone?, isServing: Bool) -> Step {
        guard failure == nil else { return .wait }
        guard let actual, actual.uid == uid else { return .refuse("clone not found") }
        if isServing, actual.provisionedRevision >= revision { return .take }
        if actual.intent == .absent { return .refuse("clone \"\(clone)\" was destroyed meanwhile") }
        if actual.revision != revision { return .refuse("clone \"\(clone)\" was reset meanwhile") }
        return actual.phase == .failed ? .refuse(actual.failure?.message ?? "clone \"\(clone)\" failed") : .wait
    }
}
