import FoundationEssentials
import GRDB

// Tokens make no event: whoever follows events need not know of them. The audit trail does.
extension Catalog {
    /// All tokens, by name.
    func tokens() throws -> [AccessToken] {
        try read { try AccessToken.order(Column("name"), Column("createdAt")).fetchAll($0) }
    }

    func token(_ id: AccessToken.ID) throws -> AccessToken? { try read { try AccessToken.fetchOne($0, key: id) } }

    func token(digest: String) throws -> AccessToken? {
        try read { try AccessToken.filter(Column("digest") == digest).fetchOne($0) }
    }

    func insertToken(_ token: AccessToken) throws { try database.write { try token.insert($0) } }

    /// Forgets a token, and the sessions that were begun with it; `nil` if there is none.
    func removeToken(_ id: AccessToken.ID) throws -> AccessToken? {
        try database.write { db in
            guard let token = try AccessToken.fetchOne(db, key: id) else { return nil }
            try token.delete(db)
            try db.execute(sql: "DELETE FROM session WHERE token = ?", arguments: [Session.mark(of: id)])
            return token
        }
    }

    func noteUse(of id: AccessToken.ID, at now: Date) throws {
        try quietly {
            try $0.execute(sql: "UPDATE token SET lastUsedAt = ? WHERE id = ?", arguments: [now, id])
        }
    }
}
