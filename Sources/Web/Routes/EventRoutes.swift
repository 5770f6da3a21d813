import Engine
import Hummingbird

/// What happens in the engine, as it happens.
struct EventRoutes {
    let catalog: Catalog

    func add(to router: Router<APIContext>) {
        router.get("/events") { request, _ in try stream(for: request) }
    }

    private func stream(for request: Request) throws -> Response {
        let query = try Query(request)
        let last = try catalog.lastEventID()
        let wanted = try ServerSentEvents.lastSeen(request.headers) ?? query.position("after")
        let stream = EventStream(
            catalog: catalog,
            // A position beyond the end is of a catalog that was lost: its numbers start again.
            start: min(wanted ?? last, last),
            subject: query["subject"]
        )
        return stream.response(to: request)
    }
}
