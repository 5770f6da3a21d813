import FoundationEssentials
import GRDB
package import Postgres

extension Catalog {
    /// What servers of a major version know of settings, as the last refresh learnt; `nil` before the first.
    package func settingsCatalog(major: Int) throws -> SettingsCatalog? {
        let text = try read { db in
            try String.fetchOne(
                db,
                sql: "SELECT settings FROM settingsCatalog WHERE postgresVersion = ?",
                arguments: [major]
            )
        }
        return try text.map { try JSONDecoder().decode(SettingsCatalog.self, from: Data($0.utf8)) }
    }

    /// Keeps what a server knows of settings.
    package func saveSettingsCatalog(_ settings: SettingsCatalog, major: Int) throws {
        let text = String(decoding: try JSONEncoder().encode(settings), as: UTF8.self)
        try write { db in
            try db.execute(
                sql: "INSERT OR REPLACE INTO settingsCatalog (postgresVersion, settings) VALUES (?, ?)",
                arguments: [major, text]
            )
        }
    }
}
