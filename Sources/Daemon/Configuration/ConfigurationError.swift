/// What is wrong with a configuration, one line for each thing.
struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    let problems: [String]

    init(_ problems: [String]) { self.problems = problems }

    init(_ problem: String) { self.init([problem]) }

    /// All lines; of very many only the first twenty.
    var description: String {
        let shown = problems.prefix(20)
        let rest = problems.count - shown.count
        return (shown + (rest > 0 ? ["… and \(rest) more"] : [])).joined(separator: "\n")
    }
}
