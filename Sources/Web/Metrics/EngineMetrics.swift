import API
import Engine
import FoundationEssentials

/// Collects all metrics at the moment of a scrape, from the catalog and what was measured before: no disk is touched.
struct EngineMetrics: Sendable {
    let services: WebServices
    let representations: Representations

    /// Everything, in Prometheus' text format; what cannot be read is counted and left out.
    func text() -> String {
        let start = ContinuousClock.now
        let now = Date()
        let parts: [(Date) throws -> [MetricFamily]] = [
            instance, retrieval, clones, snapshots, pools, synchronization, refreshes, queues, webhooks,
        ]
        var families: [MetricFamily] = []
        services.metrics.count(.scrapeErrors, by: 0)
        for part in parts {
            do { families += try part(now) } catch { services.metrics.count(.scrapeErrors) }
        }
        families += services.metrics.samples()
        families += [
            Metric.gauge("scrape_success_timestamp", "When this was read, in seconds since 1970")
                .value(now.timeIntervalSince1970.rounded(.down)),
            Metric.gauge("scrape_duration_seconds", "Time that reading this took")
                .value((ContinuousClock.now - start).fractionalSeconds),
        ]
        return PrometheusText.text(of: families)
    }
}

extension EngineMetrics {
    private func instance(_ now: Date) throws -> [MetricFamily] {
        let facts = services.facts
        let code = try representations.status().code
        return [
            Metric.gauge("instance_info", "Always 1; the labels tell about the engine").values([
                .init(["instance_id": facts.instanceID, "version": facts.version, "edition": facts.edition], 1)
            ]),
            Metric.gauge("instance_uptime_seconds", "Time since the engine started")
                .value(now.timeIntervalSince(facts.startedAt).rounded(.down)),
            Metric.gauge("instance_status_code", "0 if all is well, 1 for a warning").value(code == "OK" ? 0 : 1),
            Metric("dblab_events_total", .counter, "Events in the catalog").value(
                Double(try services.catalog.lastEventID())
            ),
        ]
    }

    private func retrieval(_ now: Date) throws -> [MetricFamily] {
        let overview = try services.retrieval.overview()
        return [
            Metric.gauge("retrieval_status", "Always 1; the labels tell about the retrieval of data").values([
                .init(["mode": overview.mode.rawValue, "status": overview.status.rawValue], 1)
            ])
        ]
    }

    /// Only of engines that keep a standby.
    private func synchronization(_ now: Date) throws -> [MetricFamily] {
        guard let status = try services.retrieval.synchronization() else { return [] }
        return [
            Metric.gauge("sync_status", "Always 1; the label tells about the standby")
                .values([.init(["status": status.code.rawValue], 1)]),
            Metric.gauge("sync_wal_lag_seconds", "Time that the standby is behind its source")
                .value(Double(status.lagSeconds)),
            Metric.gauge("sync_uptime_seconds", "Time since the standby started")
                .value(status.startedAt.map { max(0, now.timeIntervalSince($0).rounded(.down)) } ?? 0),
            Metric.gauge("sync_last_replayed_timestamp", "The moment that the standby shows, in seconds since 1970")
                .value(status.replayedAt?.timeIntervalSince1970.rounded(.down) ?? 0),
        ]
    }

    private func refreshes(_ now: Date) throws -> [MetricFamily] {
        let times = try services.catalog.refreshTimes()
        return [
            Metric.refreshDuration.values(
                times.map { .init(["result": $0.key.rawValue], Metric.refreshDuration.distribution(of: $0.value)) }
            )
        ]
    }

    private func queues(_ now: Date) -> [MetricFamily] {
        let depths = services.queues.mapValues { $0() }
        return [
            Metric.gauge("queue_waiting", "Things that wait for a worker").values(
                depths.map { .init(["queue": $0.key], $0.value.waiting) }
            ),
            Metric.gauge("queue_running", "Things that a worker is at").values(
                depths.map { .init(["queue": $0.key], $0.value.running) }
            ),
        ]
    }

    private func webhooks(_ now: Date) throws -> [MetricFamily] {
        let hooks = services.webhooks.value
        let failing = try hooks.count { (try services.catalog.webhookPosition($0.url)?.failures ?? 0) > 0 }
        let pending = try hooks.reduce(0) { try $0 + services.catalog.pendingEvents(of: $1) }
        return [
            Metric.gauge("webhooks_total", "Receivers of webhooks").value(Double(hooks.count)),
            Metric.gauge("webhooks_failing", "Receivers that did not answer well when last asked").value(
                Double(failing)
            ),
            Metric.gauge("webhook_pending_events", "Events that wait for a receiver").value(Double(pending)),
        ]
    }
}

extension Duration {
    var fractionalSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
