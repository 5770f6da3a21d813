/// Why data cannot be masked; says nothing about the data.
package struct MaskingError: Error, CustomStringConvertible, Equatable {
    package var message: String
    package var problems: [MaskingProblem]
    package var hint: String?

    package init(_ message: String, problems: [MaskingProblem] = [], hint: String? = nil) {
        self.message = message
        self.problems = problems
        self.hint = hint
    }

    package var description: String {
        ([message] + problems.map { "- \($0)" }).joined(separator: "\n") + (hint.map { "\n\($0)" } ?? "")
    }
}

/// One thing that rules and schema do not agree in.
package struct MaskingProblem: Hashable, Sendable, CustomStringConvertible, Codable {
    /// `database: schema.table.column`, or less.
    package var place: String
    package var reason: String
    package var remedy: String

    package var description: String { "\(place): \(reason); \(remedy)" }
}
