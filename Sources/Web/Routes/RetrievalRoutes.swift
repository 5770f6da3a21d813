import API
import Engine
import Hummingbird

/// Where the data comes from, and refreshes.
struct RetrievalRoutes {
    let services: WebServices
    let representations: Representations

    func add(to router: Router<APIContext>) {
        router.get("/instance/retrieval") { _, _ in
            // Best effort: where retrieval stands is told even while source or target cannot be asked.
            let activity = (try? await services.retrieval.activity()) ?? nil
            return JSONAnswer(try representations.retrieving(activity: activity.map { RetrievalActivity($0) }))
        }
        router.get("/instance/refreshes") { _, _ in JSONAnswer(try representations.refreshes(limit: 100)) }
        router.post("/full-refresh") { _, _ in
            _ = try services.retrieval.startRefresh(of: nil, isFull: true)
            return JSONAnswer(Acknowledgement(message: "Full refresh started"))
        }
        router.post("/full-refresh/cancel") { _, _ in
            try services.retrieval.cancelRefresh()
            return JSONAnswer(Acknowledgement(message: "Full refresh is being cancelled"))
        }
    }
}
