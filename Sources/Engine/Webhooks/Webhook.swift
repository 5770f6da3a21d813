/// A receiver of events: an address that the operator configured.
package struct Webhook: Equatable, Sendable {
    /// Its identity: another address is another receiver.
    package var url: String
    /// Shown to the receiver, and the key of signatures; empty for neither.
    package var secret: String
    /// What it wants to know.
    package var triggers: Set<WebhookTrigger>

    package init(url: String, secret: String, triggers: Set<WebhookTrigger>) {
        self.url = url
        self.secret = secret
        self.triggers = triggers
    }

    /// The address for logs and answers, without what may be a secret in it: user and query.
    package var publicURL: String {
        let base = url.prefix { $0 != "?" && $0 != "#" }
        guard let scheme = base.firstRange(of: "://") else { return String(base) }
        let rest = base[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" }
        guard let at = host.lastIndex(of: "@") else { return String(base) }
        return "\(base[..<scheme.upperBound])\(rest[host.index(after: at)...])"
    }
}

extension Webhook: CustomStringConvertible, CustomReflectable {
    package var description: String { publicURL }
    package var customMirror: Mirror { Mirror(self, children: ["url": publicURL]) }
}

/// What a webhook may be told of, in DBLab's words.
package enum WebhookTrigger: String, Sendable, CaseIterable {
    case cloneCreate = "clone_create"
    case cloneReset = "clone_reset"
    case cloneDelete = "clone_delete"
    case cloneProtectionExpiring = "clone_protection_expiring"
    case cloneProtectionExpired = "clone_protection_expired"
    case snapshotCreate = "snapshot_create"
    case snapshotDelete = "snapshot_delete"
    case branchCreate = "branch_create"
    case branchDelete = "branch_delete"
}
