import API
import Engine
import Hummingbird

/// The instance as a whole.
struct InstanceRoutes {
    let services: WebServices
    let representations: Representations
    let cache: AnswerCache
    let lists: ListAnswers

    /// What is answered without a token; `/instance/logs` has one of its own.
    static func isPublic(_ path: String) -> Bool {
        (["/healthz", "/instance/logs"] + DocumentRoutes.paths).contains {
            $0.split(separator: "/") == path.split(separator: "/")
        }
    }

    func add(to router: Router<APIContext>) {
        router.get("/healthz") { _, _ in version }
        router.post("/healthz") { _, _ in version }
        router.get("/identity") { _, context in JSONAnswer(Identity(context.principal)) }
        router.get("/status") { _, context in
            let retrieving = try cache.retrieving { try representations.retrieving() }
            let sight = services.sight(context)
            guard sight.isWhole else {
                let answers = OwnAnswers(representations: representations)
                return try JSONAnswer(answers.status(sight, retrieving: retrieving)).response()
            }
            return try cache.answer("status", retrieving: retrieving) { try lists.status(retrieving: retrieving) }
        }
    }

    private var version: JSONAnswer {
        let facts = services.facts
        return JSONAnswer(
            EngineVersion(version: facts.version, edition: facts.edition, instanceID: facts.instanceID)
        )
    }
}

extension Identity {
    fileprivate init(_ principal: Principal) {
        self.init(name: principal.name, role: principal.role?.rawValue ?? "", scope: TokenScope(principal.scope))
    }
}
