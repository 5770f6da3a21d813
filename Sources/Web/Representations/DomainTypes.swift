// Both modules name their types after the same things, and `API.Engine` hides the module `Engine`:
// this file imports one of them only, and gives its types names that are theirs alone.
import Engine

typealias DomainAuditEntry = AuditEntry
typealias DomainBranch = Branch
typealias DomainClone = Clone
typealias DomainEvent = Event
typealias DomainRefresh = Refresh
typealias DomainSnapshot = Snapshot
typealias DomainWebhookDelivery = WebhookDelivery
