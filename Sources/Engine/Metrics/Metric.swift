/// Something that is counted or measured, with the name under which it is known outside.
package struct Metric: Hashable, Sendable {
    /// How its values behave.
    package enum Kind: Hashable, Sendable {
        /// Only grows, from 0 at the engine's start or from the catalog's beginning.
        case counter
        case gauge
        /// Times in seconds, by the upper bounds of their buckets.
        case histogram([Double])
    }

    package let name: String
    /// What it means, in one line.
    package let help: String
    package let kind: Kind

    package init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.help = help
        self.kind = kind
    }

    /// The values that samples start with.
    package func values(_ samples: [Sample]) -> MetricFamily { MetricFamily(metric: self, samples: samples) }

    /// One value without labels.
    package func value(_ number: Double) -> MetricFamily { values([Sample([:], .number(number))]) }
}

extension Metric {
    /// One value of a metric.
    package struct Sample: Equatable, Sendable {
        package enum Value: Equatable, Sendable {
            case number(Double)
            /// How many observations were at most each bucket's bound and above the one before; the last has no bound.
            case histogram(counts: [Int], sum: Double)
        }

        package var labels: [String: String]
        package var value: Value

        package init(_ labels: [String: String], _ value: Value) {
            self.labels = labels
            self.value = value
        }

        package init(_ labels: [String: String], _ number: Int) { self.init(labels, .number(Double(number))) }
    }
}

/// A metric with its present values.
package struct MetricFamily: Equatable, Sendable {
    package var metric: Metric
    package var samples: [Metric.Sample]
}
