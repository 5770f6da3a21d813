import HTTPTypes
import Hummingbird

/// Figures for Prometheus.
struct MetricsRoutes {
    static let path = "/metrics"
    let metrics: EngineMetrics

    func add(to router: Router<APIContext>) {
        router.get("/metrics") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: PrometheusText.contentType],
                body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text()))
            )
        }
    }
}
