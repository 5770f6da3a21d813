import Synchronization

/// What was counted and measured since the engine started.
package final class Metrics: Sendable {
    private let families = Mutex<[Metric: [[String: String]: Metric.Sample.Value]]>([:])

    package init() {}

    /// Adds to a counter.
    package func count(_ metric: Metric, _ labels: [String: String] = [:], by number: Int = 1) {
        families.withLock { families in
            var total = Double(number)
            if case .number(let before)? = families[metric]?[labels] { total += before }
            families[metric, default: [:]][labels] = .number(total)
        }
    }

    /// Adds a time to a histogram.
    package func observe(_ metric: Metric, _ labels: [String: String] = [:], _ time: Duration) {
        observe(metric, labels, seconds: time.inSeconds)
    }

    /// Adds a time in seconds to a histogram.
    package func observe(_ metric: Metric, _ labels: [String: String] = [:], seconds: Double) {
        families.withLock { $0[metric, default: [:]][labels, default: metric.nothing].add(seconds, to: metric) }
    }

    /// Everything with its present values, by name.
    package func samples() -> [MetricFamily] {
        families.withLock { $0 }.sorted { $0.key.name < $1.key.name }.map { metric, values in
            metric.values(values.map { Metric.Sample($0.key, $0.value) })
        }
    }
}

extension Metric {
    /// A histogram without observations.
    fileprivate var nothing: Sample.Value { .histogram(counts: [], sum: 0) }

    /// The histogram of these times.
    package func distribution(of times: [Double]) -> Sample.Value {
        times.reduce(into: nothing) { $0.add($1, to: self) }
    }
}

extension Metric.Sample.Value {
    fileprivate mutating func add(_ time: Double, to metric: Metric) {
        guard case .histogram(let bounds) = metric.kind, case .histogram(var counts, let sum) = self else { return }
        if counts.isEmpty { counts = Array(repeating: 0, count: bounds.count + 1) }
        counts[bounds.firstIndex { time <= $0 } ?? bounds.count] += 1
        self = .histogram(counts: counts, sum: sum + time)
    }
}
