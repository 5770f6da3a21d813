import FoundationEssentials
import GRDB

extension Catalog {
    /// What an earlier engine, or this one, last knew of the clock; `nil` before the first look at it.
    package func clockTrust() throws -> ClockTrust? {
        let text = try read { try String.fetchOne($0, sql: "SELECT trust FROM clock") }
        return try text.map { try JSONDecoder().decode(ClockTrust.self, from: Data($0.utf8)) }
    }

    /// Keeps what is known of the clock; with a jump, an event tells of it.
    func save(_ trust: ClockTrust, jump: Double?) throws {
        let text = String(decoding: try JSONEncoder().encode(trust), as: UTF8.self)
        let store: (Database) throws -> Void = { db in
            try db.execute(sql: "INSERT OR REPLACE INTO clock (id, trust) VALUES (1, ?)", arguments: [text])
            if let jump { try Self.append("clock.set", to: "engine", payload: ["seconds": "\(Int(jump))"], in: db) }
        }
        // Nobody waits for what is no event.
        if jump == nil { try database.write(store) } else { try write(store) }
    }
}
