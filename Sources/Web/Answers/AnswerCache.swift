import API
import Engine
import HTTPTypes
import Hummingbird
import Synchronization

/// Long answers, encoded once for as long as nothing that they show has changed.
final class AnswerCache: Sendable {
    /// What an answer is made of; of the same comes the same.
    struct Ingredients: Equatable {
        var catalog: UInt64
        var measurements: UInt64
        var policy: CloningPolicy
        var retrieving: Retrieving?
    }

    private struct Entry {
        var ingredients: Ingredients
        var body: ByteBuffer
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var retrieving: (catalog: UInt64, at: ContinuousClock.Instant, value: Retrieving)?
    }

    private let services: WebServices
    private let state = Mutex(State())

    init(services: WebServices) { self.services = services }

    /// The answer of this name, made again if need be.
    func answer(
        _ name: String,
        retrieving: Retrieving? = nil,
        make: () throws -> ByteBuffer
    ) throws -> Response {
        // Read before the answer is made: a change meanwhile makes another answer necessary.
        let present = Ingredients(
            catalog: services.catalog.version,
            measurements: services.status.version,
            policy: services.clones.policy,
            retrieving: retrieving
        )
        if let entry = state.withLock({ $0.entries[name] }), entry.ingredients == present {
            return JSONAnswer.response(entry.body)
        }
        let body = try make()
        state.withLock { $0.entries[name] = Entry(ingredients: present, body: body) }
        return JSONAnswer.response(body)
    }

    /// Where retrieval stands; part of it is in no catalog, and is looked at once a second.
    func retrieving(_ look: () throws -> Retrieving) throws -> Retrieving {
        let (version, now) = (services.catalog.version, ContinuousClock.now)
        if let known = state.withLock({ $0.retrieving }), known.catalog == version, now - known.at < .seconds(1) {
            return known.value
        }
        let value = try look()
        state.withLock { $0.retrieving = (version, now, value) }
        return value
    }
}
