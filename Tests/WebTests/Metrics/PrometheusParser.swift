/// Reads Prometheus' text format 0.0.4, and refuses whatever its specification does not allow.
struct PrometheusParser {
    struct Problem: Error {
        let line: String
        let reason: String
    }

    struct Sample: Equatable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    private(set) var types: [String: String] = [:]
    private(set) var samples: [Sample] = []
    private var helps: Set<String> = []
    private var family = ""
    private var finished: Set<String> = []

    init(_ text: String) throws {
        guard text.isEmpty || text.hasSuffix("\n") else { throw Problem(line: "", reason: "no line feed at the end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() { try read(String(line)) }
        try checkHistograms()
    }

    func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        samples.first { $0.name == name && $0.labels == labels }?.value
    }

    private mutating func read(_ line: String) throws {
        func problem(_ reason: String) -> Problem { Problem(line: line, reason: reason) }
        if let match = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) ((?:[^\\]|\\[\\n])*)/) {
            guard helps.insert(String(match.1)).inserted else { throw problem("a second HELP") }
            try begin(String(match.1), problem("the family is in two places"))
        } else if let match = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
            try begin(String(match.1), problem("the family is in two places"))
            guard types.updateValue(String(match.2), forKey: String(match.1)) == nil else {
                throw problem("a second TYPE")
            }
        } else if let match = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)/) {
            guard let value = Self.number(match.3) else { throw problem("no number") }
            let labels = try Self.labels(match.2 ?? "", problem("labels that cannot be read"))
            let sample = Sample(name: String(match.1), labels: labels, value: value)
            guard belongs(sample.name) else { throw problem("no TYPE before it") }
            guard !samples.contains(where: { $0.name == sample.name && $0.labels == labels }) else {
                throw problem("the same twice")
            }
            samples.append(sample)
        } else {
            throw problem("neither comment nor sample")
        }
    }

    private mutating func begin(_ name: String, _ problem: Problem) throws {
        guard name != family else { return }
        finished.insert(family)
        guard !finished.contains(name) else { throw problem }
        family = name
    }

    private func belongs(_ name: String) -> Bool {
        guard types[family] == "histogram" else { return name == family && types[family] != nil }
        return ["_bucket", "_sum", "_count"].contains { name == family + $0 }
    }

    private static func number(_ text: Substring) -> Double? {
        switch text {
        case "+Inf": .infinity
        case "-Inf": -.infinity
        case "NaN": .nan
        default: text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?/) == nil ? nil : Double(text)
        }
    }

    private static func labels(_ text: Substring, _ problem: Problem) throws -> [String: String] {
        var labels: [String: String] = [:]
        var rest = text
        while !rest.isEmpty {
            guard let match = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(,(?=.)|$)/) else {
                throw problem
            }
            guard labels.updateValue(String(match.2), forKey: String(match.1)) == nil else { throw problem }
            rest = rest[match.range.upperBound...]
        }
        return labels
    }

    /// Buckets grow, end with `+Inf`, and that is the count.
    private func checkHistograms() throws {
        for (name, _) in types where types[name] == "histogram" {
            for count in samples where count.name == "\(name)_count" {
                let buckets = samples.filter { sample in
                    sample.name == "\(name)_bucket" && sample.labels.filter { $0.key != "le" } == count.labels
                }
                let bounds = buckets.compactMap { $0.labels["le"].flatMap { Self.number($0[...]) } }
                guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
                    buckets.map(\.value) == buckets.map(\.value).sorted(), buckets.last?.value == count.value,
                    value("\(name)_sum", count.labels) != nil
                else { throw Problem(line: name, reason: "no histogram") }
            }
        }
    }
}
