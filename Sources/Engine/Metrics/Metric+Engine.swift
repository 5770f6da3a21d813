extension Metric {
    /// From a few milliseconds, as a snapshot takes, to the minutes of a pool that copies.
    private static let shortTimes = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]

    static let cloneStepDuration = Metric(
        "dblab_clone_step_duration_seconds",
        .histogram(shortTimes),
        "Time that the steps of clones took, failed ones included"
    )
    static let cloneCreationDuration = Metric(
        "dblab_clone_creation_duration_seconds",
        .histogram(shortTimes),
        "Time from the request for a clone until it was ready"
    )
    static let cloneResetDuration = Metric(
        "dblab_clone_reset_duration_seconds",
        .histogram(shortTimes),
        "Time from the request for a reset until the clone was ready"
    )
    static let webhookDeliveries = Metric(
        "dblab_webhook_deliveries_total",
        .counter,
        "Attempts to deliver events to webhooks, by what became of them"
    )
    static let webhookDuration = Metric(
        "dblab_webhook_delivery_duration_seconds",
        .histogram(shortTimes),
        "Time until receivers of webhooks answered, or did not"
    )
}
