import Engine

extension Metric {
    static let httpRequests = Metric(
        "dblab_http_requests_total",
        .counter,
        "Requests that were answered, by method, route and status"
    )
    static let httpDuration = Metric(
        "dblab_http_request_duration_seconds",
        .histogram([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]),
        "Time until the answer to a request began, by method and route; includes what the request asked to wait"
    )
    static let refreshDuration = Metric(
        "dblab_refresh_duration_seconds",
        .histogram([1, 5, 15, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 86400]),
        "Time that refreshes took, by what became of them; of all in the catalog"
    )
    static let scrapeErrors = Metric(
        "dblab_scrape_errors_total",
        .counter,
        "Parts of an answer to a scrape that could not be read"
    )

    /// A gauge.
    static func gauge(_ name: String, _ help: String) -> Metric { Metric("dblab_\(name)", .gauge, help) }
}
