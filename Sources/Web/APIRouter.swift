import Hummingbird

/// All routes of the API.
enum APIRouter {
    static func router(_ services: WebServices, limits: RequestLimits, sessions: Sessions) -> Router<APIContext> {
        let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
        let representations = Representations(services: services)
        let cache = AnswerCache(services: services)
        let lists = ListAnswers(representations: representations)
        InstanceRoutes(services: services, representations: representations, cache: cache, lists: lists)
            .add(to: router)
        CloneRoutes(services: services, representations: representations, cache: cache, lists: lists, limits: limits)
            .add(to: router)
        SnapshotRoutes(services: services, representations: representations, cache: cache, lists: lists, limits: limits)
            .add(to: router)
        BranchRoutes(services: services, representations: representations, limits: limits).add(to: router)
        RetrievalRoutes(services: services, representations: representations).add(to: router)
        ObservationRoutes(services: services, limits: limits).add(to: router)
        WebhookRoutes(services: services).add(to: router)
        MetricsRoutes(metrics: EngineMetrics(services: services, representations: representations)).add(to: router)
        AdminRoutes(services: services, representations: representations, limits: limits).add(to: router)
        EventRoutes(catalog: services.catalog).add(to: router)
        HistoryRoutes(services: services, representations: representations).add(to: router)
        LogRoutes(logs: services.logs).add(to: router)
        DocumentRoutes().add(to: router)
        TokenRoutes(tokens: services.tokens, limits: limits).add(to: router)
        AuditRoutes(audit: services.audit).add(to: router)
        SessionRoutes(sessions: sessions, audit: services.audit, limits: limits).add(to: router)
        return router
    }
}
