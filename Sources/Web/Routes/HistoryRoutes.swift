import API
import Engine
import Hummingbird

/// What happened, and figures over time.
struct HistoryRoutes {
    private static let limit = 500

    let services: WebServices
    let representations: Representations

    func add(to router: Router<APIContext>) {
        router.get("/instance/events") { request, context in
            try events(request, services.sight(context))
        }
        router.get("/instance/history") { _, _ in JSONAnswer(try representations.history()) }
    }

    private func events(_ request: Request, _ sight: Sight) throws -> JSONAnswer {
        let query = try Query(request)
        let events = try services.catalog.events(
            before: query.position("before") ?? .max,
            subject: query["subject"],
            limit: query.count("limit", upTo: Self.limit)
        )
        return JSONAnswer(try events.filter { try sight.shows($0) }.map { API.Event($0) })
    }
}
