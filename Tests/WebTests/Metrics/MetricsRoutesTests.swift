import Engine
import HTTPTypes
import HummingbirdTesting
import Runtime
import Storage
import Testing
import Web

@Suite struct MetricsRoutesTests {
    private static func metrics(of engine: TestEngine) async throws -> PrometheusParser {
        try await engine.test { requests in
            let answer = try await requests.get("/metrics")
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            return try PrometheusParser(answer.text)
        }
    }

    @Test func figuresAreThoseOfTheCatalog() async throws {
        let engine = try TestEngine()
        try engine.addSnapshot()
        let clone = try engine.addClone("a")
        try engine.addClone("b", phase: .pending)
        engine.services.status.update(
            spaces: ["pool": PoolSpace(size: 100, free: 40, compressRatio: 2.5)],
            usages: [clone.uid: StorageUsage(logical: 30, exclusive: 7)]
        )
        let start = ContinuousClock.now
        for second in [0, 10] {
            let load = ServerLoad(processorTime: .seconds(second) / 4, memory: 11)
            engine.services.status.update(loads: [clone.uid: load], at: start + .seconds(second))
        }
        let metrics = try await Self.metrics(of: engine)
        #expect(metrics.value("dblab_disk_compress_ratio", ["pool": "pool"]) == 2.5)
        #expect(metrics.value("dblab_clone_total_cpu_usage_percent") == 25)
        #expect(metrics.value("dblab_clone_avg_cpu_usage_percent") == 25)
        #expect(metrics.value("dblab_clone_total_memory_usage_bytes") == 11)
        #expect(metrics.value("dblab_clones_total") == 2)
        #expect(metrics.value("dblab_clones_by_status", ["status": "OK"]) == 1)
        #expect(metrics.value("dblab_clones_by_status", ["status": "CREATING"]) == 1)
        #expect(metrics.value("dblab_clones_by_status", ["status": "FATAL"]) == 0)
        #expect(metrics.value("dblab_clone_total_diff_size_bytes") == 7)
        #expect(metrics.value("dblab_snapshots_by_pool", ["pool": "pool"]) == 1)
        #expect(metrics.value("dblab_snapshot_total_num_clones") == 2)
        #expect(metrics.value("dblab_disk_used_bytes", ["pool": "pool"]) == 60)
        #expect(metrics.value("dblab_scrape_errors_total") == 0)
        #expect(
            metrics.value("dblab_instance_info", ["instance_id": "i1", "version": "1.2.3", "edition": "community"]) == 1
        )
    }

    /// Those of the standby are checked where there is one: `SyncTests`.
    @Test func namesAreThoseOfDBLab() async throws {
        let engine = try TestEngine()
        engine.services.status.update(spaces: ["pool": PoolSpace(size: 100, free: 40)], usages: [:])
        let metrics = try await Self.metrics(of: engine)
        let expected = """
            instance_info instance_uptime_seconds instance_status_code retrieval_status disk_total_bytes disk_free_bytes
            disk_used_bytes disk_used_by_snapshots_bytes disk_used_by_clones_bytes disk_data_size_bytes pool_status
            clones_total clones_by_status clone_max_age_seconds clone_total_diff_size_bytes
            clone_total_logical_size_bytes clone_protected_count snapshots_total snapshots_by_pool
            snapshot_max_age_seconds snapshot_total_physical_size_bytes snapshot_total_logical_size_bytes
            snapshot_max_data_lag_seconds snapshot_total_num_clones branches_total datasets_total datasets_available
            disk_compress_ratio clone_total_cpu_usage_percent clone_avg_cpu_usage_percent
            clone_total_memory_usage_bytes clone_total_memory_limit_bytes scrape_success_timestamp scrape_duration_seconds scrape_errors_total
            """
        let names = expected.split { $0.isWhitespace }.map { "dblab_\($0)" }
        #expect(names.filter { metrics.types[$0] == nil } == [])
    }

    @Test func requestsAreCountedByRouteAndStatus() async throws {
        let engine = try TestEngine()
        try await engine.test { requests in
            for path in ["/clone/a", "/clone/b", "/no/such/route"] { _ = try await requests.get(path) }
            _ = try await requests.send(.put, "/clone/a")
            let metrics = try PrometheusParser(try await requests.get("/metrics").text)
            func count(_ method: String, _ route: String, _ status: String) -> Double? {
                metrics.value("dblab_http_requests_total", ["method": method, "route": route, "status": status])
            }
            #expect(count("GET", "/clone/{id}", "404") == 2)
            #expect(count("other", "/clone/{id}", "405") == 1)
            #expect(count("other", "none", "404") == 1)
            let labels = ["method": "GET", "route": "/clone/{id}"]
            #expect(metrics.value("dblab_http_request_duration_seconds_count", labels) == 2)
        }
    }

    @Test(arguments: [false, true])
    func aTokenIsNeededUnlessTheOperatorSaysOtherwise(isOpen: Bool) async throws {
        let engine = try TestEngine()
        var configuration = WebConfiguration(
            port: 0,
            authentication: .token(try #require(TokenHash(token: TestEngine.token)))
        )
        configuration.opensMetrics = Live(isOpen)
        try await engine.test(configuration) { requests in
            let metrics = try await requests.send(.get, "/metrics", token: nil)
            #expect(metrics.status == (isOpen ? .ok : .unauthorized))
            let status = try await requests.send(.get, "/status", token: nil)
            #expect(status.status == .unauthorized)
        }
    }
}
