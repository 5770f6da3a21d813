import Engine
import Testing

@testable import Web

@Suite struct PrometheusTextTests {
    private static let times = Metric("t_seconds", .histogram([0.5, 1]), "Times")

    @Test func gaugesAndHistogramsAreWrittenOut() throws {
        let families = [
            Metric("a", .gauge, "An \\ and\na line").values([
                .init(["x": "q\"\\\n"], 2), .init(["x": "b"], .number(0.25)),
            ]),
            Self.times.values([.init(["k": "v"], Self.times.distribution(of: [0.1, 0.5, 0.7, 3]))]),
            Metric("none", .counter, "Not there").values([]),
        ]
        let text = PrometheusText.text(of: families)
        #expect(
            text == #"""
                # HELP a An \\ and\na line
                # TYPE a gauge
                a{x="b"} 0.25
                a{x="q\"\\\n"} 2
                # HELP t_seconds Times
                # TYPE t_seconds histogram
                t_seconds_bucket{k="v",le="0.5"} 2
                t_seconds_bucket{k="v",le="1"} 3
                t_seconds_bucket{k="v",le="+Inf"} 4
                t_seconds_sum{k="v"} 4.3
                t_seconds_count{k="v"} 4

                """#
        )
        _ = try PrometheusParser(text)
    }

    @Test(arguments: [
        "a 1\n", "# TYPE a gauge\na 1", "# TYPE a gauge\na{x=1} 1\n", "# TYPE a gauge\na one\n",
        "# TYPE a gauge\na 1\na 1\n", "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\n", "\n",
        "# TYPE a histogram\na_bucket{le=\"1\"} 1\na_sum 1\na_count 1\n",
    ])
    func theParserIsStrict(text: String) {
        #expect(throws: PrometheusParser.Problem.self) { try PrometheusParser(text) }
    }
}
