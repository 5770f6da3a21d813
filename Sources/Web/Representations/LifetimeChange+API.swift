import API
import Engine

extension LifetimeChange {
    init(_ update: SnapshotUpdate) {
        self.init(
            isProtected: update.protected,
            protectionMinutes: update.protectionDurationMinutes,
            deletion: update.deleteAt.map { Deletion($0) }
        )
    }

    /// What is absent ends the protection, as in DBLab.
    init(_ request: CloneUpdateRequest) {
        self.init(
            isProtected: request.protected,
            protectionMinutes: request.protectionDurationMinutes,
            deletion: request.deleteAt.map { Deletion($0) }
        )
    }
}

extension LifetimeChange.Deletion {
    /// The zero time takes a deletion back.
    fileprivate init(_ time: Timestamp) {
        self = time.date.map { .at($0) } ?? .never
    }
}
