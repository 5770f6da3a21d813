import Engine
import Hummingbird

/// What happens in the engine, as it happens.
struct EventRoutes {
    let catalog: Catalog

    func add(to router: Router<APIContext>) {
        router.get("/events") { request, context in try stream(for: request, context) }
    }

    private func stream(for request: Request, _ context: APIContext) throws -> Response {
        let query = try Query(request)
        let last = try catalog.lastEventID()
        let wanted = try ServerSentEvents.lastSeen(request.headers) ?? query.position("after")
        let stream = EventStream(
            catalog: catalog,
            // A position beyond the end is of a catalog that was lost: its numbers start again.
            start: min(wanted ?? last, last),
            subject: query["subject"],
            sight: Sight(context.principal, catalog)
        )
        return stream.response(to: request)
    }
}
