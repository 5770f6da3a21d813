package import FoundationEssentials
import GRDB

/// How far a receiver is; its row survives restarts.
package struct WebhookPosition: Codable, Equatable, Sendable {
    package var url: String
    /// The last event that it got, or did not want.
    package var cursor: Int64
    /// How often it has failed since it last answered well.
    package var failures = 0
    /// When it is tried again after a failure.
    package var retryAt: Date?
}

extension WebhookPosition: FetchableRecord, PersistableRecord {
    package static let databaseTableName = "webhook"
}

/// One attempt to tell a receiver of an event.
package struct WebhookDelivery: Codable, Equatable, Sendable {
    package var id: Int64?
    package var url: String
    package var event: Int64
    package var trigger: String
    package var entity: String
    package var at: Date
    /// Seconds.
    package var duration: Double
    /// The HTTP status of the answer; `nil` if there was none.
    package var status: Int?
    package var result: Result
    /// Why it failed.
    package var failure: String?

    /// What became of it.
    package enum Result: String, Codable, Sendable, DatabaseValueConvertible {
        case delivered, failed
        /// Failed, and not tried again.
        case abandoned
    }
}

extension WebhookDelivery: FetchableRecord, MutablePersistableRecord {
    package static let databaseTableName = "webhookDelivery"
}

extension DatabaseMigrator {
    /// The tables of webhooks.
    mutating func registerWebhooks() {
        registerMigration("webhooks: positions and deliveries") { db in
            try db.execute(
                sql: """
                    CREATE TABLE webhook (
                        url TEXT PRIMARY KEY,
                        cursor INTEGER NOT NULL,
                        failures INTEGER NOT NULL,
                        retryAt TEXT
                    ) STRICT;

                    CREATE TABLE webhookDelivery (
                        id INTEGER PRIMARY KEY AUTOINCREMENT,
                        url TEXT NOT NULL REFERENCES webhook (url) ON DELETE CASCADE,
                        event INTEGER NOT NULL,
                        "trigger" TEXT NOT NULL,
                        entity TEXT NOT NULL,
                        at TEXT NOT NULL,
                        duration REAL NOT NULL,
                        status INTEGER,
                        result TEXT NOT NULL CHECK (result IN ('delivered', 'failed', 'abandoned')),
                        failure TEXT
                    ) STRICT;
                    CREATE INDEX webhookDelivery_url ON webhookDelivery (url, id);
                    """
            )
        }
    }
}
