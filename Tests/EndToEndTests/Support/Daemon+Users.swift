import API
import Foundation
import Postgres
import Testing

/// What users of a daemon do.
extension Daemon {
    static let username = "neal"
    static let password = "nealisawesome-and-careful"

    /// Waits for the first refresh, which a daemon begins by itself.
    func waitForRefresh() async throws {
        for try await event in client.events(after: 0) where try isGoodEnd(event) { return }
    }

    /// Makes another snapshot of the source.
    func refresh() async throws {
        var events = client.events().makeAsyncIterator()
        try await events.connect()
        _ = try await client.startRefresh()
        while let event = try await events.next(), try !isGoodEnd(event) {}
    }

    private func isGoodEnd(_ event: Event) throws -> Bool {
        switch event.kind {
        case .refreshFinished: return true
        case .refreshFailed, .refreshCancelled:
            throw DaemonFailure(reason: "refresh: \(event.payload)", log: program.lines)
        default: return false
        }
    }

    /// A clone, ready.
    @discardableResult
    func createClone(_ id: String, snapshot: String? = nil) async throws -> API.Clone {
        let clone = try await client.createClone(request(id, snapshot: snapshot), wait: .seconds(60))
        try #require(clone.status.code == .ok, "\(clone.status.message)")
        return clone
    }

    func request(_ id: String, snapshot: String? = nil) -> CloneCreateRequest {
        CloneCreateRequest(
            id: id,
            db: .init(username: Self.username, password: Self.password, databaseName: "shop"),
            snapshot: snapshot.map { .init(id: $0) }
        )
    }

    /// A session of a clone's own user, by TCP.
    func connection(to clone: API.Clone, password: String = Daemon.password) async throws -> Connection {
        try await Connection(
            ConnectionParameters(
                host: "127.0.0.1",
                port: try #require(Int(clone.db.port)),
                user: clone.db.username,
                password: password,
                database: "shop"
            )
        )
    }

    /// The only value that a statement answers, to the clone's own user.
    func value(_ statement: String, in id: String) async throws -> String? {
        let connection = try await connection(to: try await client.clone(id))
        let value = try await connection.query(statement).first?.first ?? nil
        await connection.close()
        return value
    }

    /// Runs statements as the clone's own user.
    func execute(_ statements: String, in id: String) async throws {
        let connection = try await connection(to: try await client.clone(id))
        try await connection.execute(statements)
        await connection.close()
    }

    func checksum(of id: String) async throws -> String {
        try #require(try await value(Shop.checksum, in: id))
    }

    /// Waits until a clone is what it will be without further wishes; `nil` once it is gone.
    @discardableResult
    func settled(_ id: String) async throws -> API.Clone? {
        var events = client.events(after: 0, subject: "clone:\(id)").makeAsyncIterator()
        while true {
            do {
                let clone = try await client.clone(id)
                if clone.status.code == .ok || clone.status.code == .fatal { return clone }
            } catch let error as APIError where error.isNotFound {
                return nil
            }
            _ = try await events.next()
        }
    }
}
