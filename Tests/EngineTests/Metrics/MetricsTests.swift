import Engine
import Testing

@Suite struct MetricsTests {
    private static let times = Metric("t", .histogram([1, 2]), "")
    private static let things = Metric("c", .counter, "")

    @Test func countersAddUpByLabels() {
        let metrics = Metrics()
        metrics.count(Self.things, ["a": "x"])
        metrics.count(Self.things, ["a": "x"], by: 2)
        metrics.count(Self.things, ["a": "y"], by: 0)
        let samples = metrics.samples().first?.samples ?? []
        #expect(samples.count == 2)
        #expect(samples.contains(Metric.Sample(["a": "x"], 3)) && samples.contains(Metric.Sample(["a": "y"], 0)))
    }

    @Test func timesFallIntoBuckets() {
        let metrics = Metrics()
        for time in [Duration.seconds(0), .seconds(1), .milliseconds(1500), .seconds(3)] {
            metrics.observe(Self.times, [:], time)
        }
        #expect(
            metrics.samples() == [Self.times.values([Metric.Sample([:], .histogram(counts: [2, 1, 1], sum: 5.5))])]
        )
    }

    @Test func aQueueTellsHowMuchIsInIt() async {
        let queue = WorkQueue<Int>()
        queue.put(1)
        queue.put(2)
        #expect(queue.depth.waiting == 2 && queue.depth.running == 0)
        queue.finish()
    }
}
