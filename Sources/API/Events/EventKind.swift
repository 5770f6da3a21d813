extension Event {
    /// What happened; also holds kinds that this version does not know.
    public struct Kind: RawRepresentable, Codable, Hashable, Sendable, ExpressibleByStringLiteral {
        /// The word on the wire, such as `clone.ready`.
        public let rawValue: String

        /// Wraps the word on the wire.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Wraps the word on the wire.
        public init(stringLiteral value: String) {
            self.init(rawValue: value)
        }
    }
}

extension Event.Kind {
    /// A clone was asked for.
    public static let cloneRequested: Self = "clone.requested"
    /// A clone is being made.
    public static let cloneCreating: Self = "clone.creating"
    /// A clone accepts connections.
    public static let cloneReady: Self = "clone.ready"
    /// A clone failed; the payload's `message` says why.
    public static let cloneFailed: Self = "clone.failed"
    /// A clone goes back to a snapshot.
    public static let cloneResetting: Self = "clone.resetting"
    /// A clone is being removed.
    public static let cloneDeleting: Self = "clone.deleting"
    /// A clone is gone.
    public static let cloneDeleted: Self = "clone.deleted"
    /// The protection of a clone ends soon; the payload says when: `protectedUntil`, `expiresInHours`.
    public static let cloneProtectionExpiring: Self = "clone.protectionExpiring"
    /// The protection of a clone has ended.
    public static let cloneProtectionExpired: Self = "clone.protectionExpired"
    /// A snapshot was taken.
    public static let snapshotCreated: Self = "snapshot.created"
    /// A snapshot is gone.
    public static let snapshotDeleted: Self = "snapshot.deleted"
    /// A refresh started.
    public static let refreshStarted: Self = "refresh.started"
    /// A refresh went on; the payload is a ``RefreshProgress``.
    public static let refreshProgress: Self = "refresh.progress"
    /// A refresh made a snapshot; the payload is a ``RefreshReport``.
    public static let refreshFinished: Self = "refresh.finished"
    /// A refresh failed; the payload's `message` says why.
    public static let refreshFailed: Self = "refresh.failed"
    /// A scheduled refresh did not begin; the payload's `reason` says why, `count` how often that was.
    public static let refreshSkipped: Self = "refresh.skipped"
    /// The machine's clock was set by the payload's `seconds`: nothing is deleted by itself for a while.
    public static let clockSet: Self = "clock.set"
    /// A refresh was cancelled.
    public static let refreshCancelled: Self = "refresh.cancelled"
}
