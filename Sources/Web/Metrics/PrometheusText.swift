import Engine
import FoundationEssentials

/// Writes metrics in Prometheus' text format, version 0.0.4.
enum PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func text(of families: [MetricFamily]) -> String {
        families.filter { !$0.samples.isEmpty }.map { family in
            let metric = family.metric
            let head = "# HELP \(metric.name) \(escaped(metric.help))\n# TYPE \(metric.name) \(metric.kind.word)\n"
            let samples = family.samples.map { (labels: labels($0.labels), value: $0.value) }
            return head
                + samples.sorted { $0.labels.joined() < $1.labels.joined() }.map {
                    lines(of: metric, labels: $0.labels, value: $0.value)
                }.joined()
        }.joined()
    }

    private static func lines(of metric: Metric, labels: [String], value: Metric.Sample.Value) -> String {
        switch (value, metric.kind) {
        case (.number(let number), _): return line(metric.name, labels, number)
        case (.histogram(let counts, let sum), .histogram(let bounds)):
            var total = 0
            var text = ""
            for (count, bound) in zip(counts, bounds.map { self.text(of: $0) } + ["+Inf"]) {
                total += count
                text += line("\(metric.name)_bucket", labels + [#"le="\#(bound)""#], Double(total))
            }
            return text + line("\(metric.name)_sum", labels, sum) + line("\(metric.name)_count", labels, Double(total))
        case (.histogram, _): return ""
        }
    }

    private static func line(_ name: String, _ labels: [String], _ value: Double) -> String {
        "\(name)\(labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}") \(text(of: value))\n"
    }

    private static func labels(_ labels: [String: String]) -> [String] {
        labels.sorted { $0.key < $1.key }.map { name, value in
            #"\#(name)="\#(escaped(value).replacing("\"", with: "\\\""))""#
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func text(of number: Double) -> String {
        guard number.isFinite else { return number.isNaN ? "NaN" : number > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: number).map { String($0) } ?? "\(number)"
    }
}

extension Metric.Kind {
    fileprivate var word: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
